//! What the bench knows about the machine and the processes on it.

use std::fs::{self, File};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::Run;
use super::turns::{Watch, middle};
use crate::exit::Exit;

/// A folder of the run's own; gone with everything in it when it is dropped.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> Result<Self, Exit> {
        let path = std::env::temp_dir().join(format!("marquee-bench-{}", std::process::id()));
        fs::create_dir(&path).map_err(|error| Exit::data(format!("{}: {error}", path.display())))?;
        end_on_interrupt(path.clone());
        Ok(Self(path))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// A folder inside.
    pub(super) fn room(&self, name: &str) -> Result<PathBuf, Exit> {
        let path = self.0.join(name);
        fs::create_dir_all(&path).map_err(|error| Exit::data(format!("{}: {error}", path.display())))?;
        Ok(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _: Result<(), std::io::Error> = fs::remove_dir_all(&self.0);
    }
}

/// Ctrl-C ends the run at once; the folder goes all the same.
#[expect(clippy::disallowed_methods, reason = "an interrupted bench has nothing to drain")]
fn end_on_interrupt(folder: PathBuf) {
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        if runtime.is_ok_and(|runtime| runtime.block_on(tokio::signal::ctrl_c()).is_ok()) {
            let _: Result<(), std::io::Error> = fs::remove_dir_all(folder);
            std::process::exit(1);
        }
    });
}

/// Prints what the figures have to be read with.
pub(super) fn describe(run: &Run) -> Result<(), Exit> {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let synced = synced_write(run.folder.path())?;
    println!("Marquee {} on {cores} cores, turns of {} s", env!("CARGO_PKG_VERSION"), run.turn.as_secs());
    if let Some(load) = load_average() {
        println!("the load average of the last minute was {load}; what else runs here makes figures void");
    }
    println!("a synced write (4 KiB, fdatasync) takes {synced:.0} us in the folder that is measured");
    if synced < 15.0 {
        println!("that is memory, not a disk: choose another folder with TMPDIR, or believe no durable row");
    }
    if cfg!(debug_assertions) {
        println!("this is a debug build: its figures say nothing; use `cargo run --profile dist -- bench`");
    }
    if placement().is_none() {
        println!("server and generator share cores: this system does not let them be pinned to two");
    }
    Ok(())
}

fn load_average() -> Option<String> {
    let text = fs::read_to_string("/proc/loadavg").ok()?;
    text.split(' ').next().map(str::to_owned)
}

/// The median time of a write of 4 KiB that waits for the disk, in microseconds.
pub(super) fn synced_write(folder: &Path) -> Result<f64, Exit> {
    let measure = || {
        let path = folder.join("synced-write");
        let mut file = File::create(&path)?;
        let mut times = Vec::new();
        for _ in 0..200 {
            let watch = Watch::start();
            file.seek(SeekFrom::Start(0))?;
            file.write_all(&[7; 4096])?;
            file.sync_data()?;
            times.push(watch.micros());
        }
        fs::remove_file(&path)?;
        Ok(middle(times))
    };
    measure().map_err(|error: std::io::Error| Exit::data(format!("{}: {error}", folder.display())))
}

/// The core of the server and the core of the generator, where the system gives us two.
pub(super) fn placement() -> Option<(usize, usize)> {
    let mut cores = cores().into_iter();
    Some((cores.next()?, cores.next()?))
}

/// Keeps the calling thread, and what it starts, on one core until it is dropped.
pub(super) struct Pinned(Vec<usize>);

impl Pinned {
    pub(super) fn to(core: usize) -> Self {
        let before = cores();
        keep_to(&[core]);
        Self(before)
    }
}

impl Drop for Pinned {
    fn drop(&mut self) {
        keep_to(&self.0);
    }
}

#[cfg(target_os = "linux")]
fn cores() -> Vec<usize> {
    use rustix::thread::{CpuSet, sched_getaffinity};
    sched_getaffinity(None)
        .map(|set| (0..CpuSet::MAX_CPU).filter(|core| set.is_set(*core)).collect())
        .unwrap_or_default()
}

#[cfg(target_os = "linux")]
pub(super) fn keep_to(cores: &[usize]) {
    let mut set = rustix::thread::CpuSet::new();
    cores.iter().for_each(|core| set.set(*core));
    let _: Result<(), _> = rustix::thread::sched_setaffinity(None, &set);
}

#[cfg(not(target_os = "linux"))]
fn cores() -> Vec<usize> {
    Vec::new()
}

#[cfg(not(target_os = "linux"))]
pub(super) fn keep_to(_: &[usize]) {}

/// The processor time that a process has used so far, user and system, in microseconds.
#[cfg(target_os = "linux")]
#[expect(clippy::cast_precision_loss, reason = "ticks stay far below 2^52")]
pub(super) fn cpu_micros(process: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name may hold anything, so that fields are counted after its closing bracket.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    Some(ticks as f64 * 1e6 / rustix::param::clock_ticks_per_second() as f64)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn cpu_micros(_: u32) -> Option<f64> {
    None
}

/// The resident memory of a process, in MiB.
pub(super) fn resident(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kib| kib / 1024.0)
}
