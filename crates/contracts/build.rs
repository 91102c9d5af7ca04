//! Turns `proto/` into clients and servers; needs no `protoc`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=proto");
    let mut files = Vec::new();
    for service in std::fs::read_dir("proto")? {
        for version in std::fs::read_dir(service?.path())? {
            for file in std::fs::read_dir(version?.path())? {
                files.push(file?.path());
            }
        }
    }
    files.sort();
    let descriptors = protox::compile(&files, ["proto"])?;
    tonic_prost_build::configure().build_transport(false).compile_fds(descriptors)?;
    Ok(())
}
