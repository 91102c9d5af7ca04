//! Copies files with their checksums, and packs a set into one file.

use std::fs::{self, File};
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{Context, SHA256};
use kit::text::hex;

use super::set::{Entry, stays_inside};
use crate::exit::Exit;

pub(crate) fn unusable(path: &Path) -> impl Fn(std::io::Error) -> Exit + '_ {
    move |e| Exit::other(format!("{}: {e}", path.display()))
}

/// Makes a file, and the folders above it, that only its owner reads.
fn create(path: &Path) -> Result<File, Exit> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(unusable(folder))?;
    }
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path).map_err(unusable(path))
}

/// Writes a small file, durable.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Exit> {
    pour(&mut &bytes[..], path).map(drop)
}

/// Pours `from` into a new file; gives its length and checksum once it is durable.
pub(crate) fn pour(from: &mut impl Read, to: &Path) -> Result<(u64, String), Exit> {
    let (mut file, mut sum, mut bytes) = (create(to)?, Context::new(&SHA256), 0);
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let read = from.read(&mut buffer).map_err(unusable(to))?;
        if read == 0 {
            break;
        }
        sum.update(&buffer[..read]);
        file.write_all(&buffer[..read]).map_err(unusable(to))?;
        bytes += read as u64;
    }
    file.sync_all().map_err(unusable(to))?;
    Ok((bytes, hex(sum.finish().as_ref())))
}

/// The length and checksum of a file that is there, made durable.
fn measure(path: &Path) -> Result<(u64, String), Exit> {
    let mut file = File::open(path).map_err(unusable(path))?;
    file.sync_all().map_err(unusable(path))?;
    let (mut sum, mut bytes, mut buffer) = (Context::new(&SHA256), 0, vec![0; 256 * 1024]);
    loop {
        let read = file.read(&mut buffer).map_err(unusable(path))?;
        if read == 0 {
            return Ok((bytes, hex(sum.finish().as_ref())));
        }
        sum.update(&buffer[..read]);
        bytes += read as u64;
    }
}

/// All plain files below a folder, by their paths in it; links and sockets are none.
pub(crate) fn below(folder: &Path) -> Result<Vec<String>, Exit> {
    let (mut found, mut left) = (Vec::new(), vec![PathBuf::new()]);
    while let Some(inside) = left.pop() {
        let at = folder.join(&inside);
        for entry in fs::read_dir(&at).map_err(unusable(&at))? {
            let entry = entry.map_err(unusable(&at))?;
            let (kind, path) = (entry.file_type().map_err(unusable(&at))?, inside.join(entry.file_name()));
            if kind.is_dir() {
                left.push(path);
            } else if kind.is_file() {
                let name = path.to_str().map(|path| path.replace(std::path::MAIN_SEPARATOR, "/"));
                found.push(name.ok_or_else(|| Exit::other(format!("{} is no text", path.display())))?);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Copies what a service keeps beside its rows. One that was swept away meanwhile was on its way out.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<(), Exit> {
    for path in below(from)? {
        match File::open(from.join(&path)) {
            Ok(mut file) => pour(&mut file, &to.join(&path)).map(drop)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(unusable(&from.join(&path))(error)),
        }
    }
    Ok(())
}

/// What is in a set so far.
pub(crate) fn entries(set: &Path) -> Result<Vec<Entry>, Exit> {
    let entry = |path: String| {
        let (bytes, sha256) = measure(&set.join(&path))?;
        Ok(Entry { path, bytes, sha256 })
    };
    below(set)?.into_iter().map(entry).collect()
}

/// Packs a folder into one file.
pub(crate) fn pack(folder: &Path, to: &Path) -> Result<(), Exit> {
    let mut archive = tar::Builder::new(create(to)?);
    for path in below(folder)? {
        archive.append_path_with_name(folder.join(&path), &path).map_err(unusable(to))?;
    }
    archive.into_inner().and_then(|file| file.sync_all()).map_err(unusable(to))
}

/// Copies a set, a folder or one file, into an empty folder; gives what was copied.
pub(crate) fn unpack(set: &Path, to: &Path) -> Result<Vec<Entry>, Exit> {
    let mut copied = Vec::new();
    if set.is_dir() {
        for path in below(set)? {
            let mut file = File::open(set.join(&path)).map_err(unusable(set))?;
            let (bytes, sha256) = pour(&mut file, &to.join(&path))?;
            copied.push(Entry { path, bytes, sha256 });
        }
        return Ok(copied);
    }
    let mut archive = tar::Archive::new(File::open(set).map_err(unusable(set))?);
    for member in archive.entries().map_err(unusable(set))? {
        let mut member = member.map_err(unusable(set))?;
        let path = String::from_utf8_lossy(&member.path_bytes()).into_owned();
        if !member.header().entry_type().is_file() || !stays_inside(&path) {
            return Err(Exit::other(format!("{} is no backup of Marquee: it holds {path}", set.display())));
        }
        let (bytes, sha256) = pour(&mut member, &to.join(&path))?;
        copied.push(Entry { path, bytes, sha256 });
    }
    Ok(copied)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_folder_comes_out_as_it_went_in() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        write(&from.join("a/b.txt"), b"words").unwrap();
        write(&from.join("c.txt"), b"").unwrap();
        pack(&from, &folder.path().join("set.tar")).unwrap();
        let copied = unpack(&folder.path().join("set.tar"), &to).unwrap();
        assert_eq!(copied, entries(&from).unwrap());
        assert_eq!(fs::read(to.join("a/b.txt")).unwrap(), b"words");
    }

    #[test]
    fn an_archive_that_climbs_out_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut header = tar::Header::new_gnu();
        header.as_gnu_mut().unwrap().name[..5].copy_from_slice(b"../up");
        header.set_size(1);
        header.set_cksum();
        let mut archive = tar::Builder::new(File::create(folder.path().join("set.tar")).unwrap());
        archive.append(&header, &b"x"[..]).unwrap();
        archive.into_inner().unwrap();
        let to = folder.path().join("to");
        assert!(unpack(&folder.path().join("set.tar"), &to).is_err());
        assert!(!folder.path().join("up").exists());
    }
}
