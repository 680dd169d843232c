//! Writes an edition: what is sealed is created and never replaced, and the manifest comes last, so that an edition is
//! there whole or not at all. What an interrupted run left behind is completed by the next.
#![expect(clippy::disallowed_methods, reason = "the edge: it writes sealed editions")]

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use super::WorldError;
use crate::edition::{FOLDER, Layout, NewEdition};

/// The file that is locked while an edition is sealed. It has no meaning of its own and stays.
const LOCK: &str = ".lock";
/// What the name of a file begins with while it is written.
const UNFINISHED: &str = ".unfinished-";

/// The right to seal: one holds it at a time, and it goes with the process.
#[derive(Debug)]
pub struct Turn {
    file: File,
    folder: PathBuf,
}

impl Turn {
    /// Takes the right to seal a project, or says who holds it.
    pub fn take(root: &Path) -> Result<Self, WorldError> {
        let folder = root.join(FOLDER.trim_end_matches('/'));
        let path = folder.join(LOCK);
        let failed = |error| WorldError::new("lock", &path, error);
        let objects = folder.join("objects");
        [&root.join("content"), &folder, &objects, &path].into_iter().try_for_each(|path| refuse_link(path))?;
        fs::create_dir_all(&objects).map_err(|error| WorldError::new("create", &folder, error))?;
        let mut options = File::options();
        let mut file = options.read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                let holder = if holder.is_empty() { "another process".to_owned() } else { holder };
                let reason = format!("{} is sealing this project: wait until it is done", holder.trim());
                return Err(WorldError::refused("lock", &path, reason));
            }
            Err(fs::TryLockError::Error(error)) => return Err(failed(error)),
        }
        let holder = format!("process {}\n", std::process::id());
        let written = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(holder.as_bytes()));
        written.map_err(failed)?;
        Ok(Self { file, folder })
    }

    /// Writes an edition with its note and its signature: objects first, the manifest last.
    pub fn write(&self, new: &NewEdition, note: Option<&[u8]>, signature: Option<&[u8]>) -> Result<(), WorldError> {
        let objects = self.folder.join("objects");
        remove_unfinished(&self.folder)?;
        remove_unfinished(&objects)?;
        for (digest, bytes) in &new.objects {
            create(&objects.join(digest.to_string()), bytes)?;
        }
        settle(&objects)?;
        let place = |path: String| self.folder.join(path.trim_start_matches(FOLDER));
        if let Some(note) = note {
            create(&place(crate::edition::note_path(new.number)), note)?;
        }
        let sealed = place(Layout::Project.signature(new.number));
        // The signature of an edition that was never finished signs nothing.
        match fs::remove_file(&sealed) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(WorldError::new("remove", &sealed, error));
            }
            _ => {}
        }
        if let Some(signature) = signature {
            create(&sealed, signature)?;
        }
        settle(&self.folder)?;
        self.folder.parent().map_or(Ok(()), settle)?;
        create(&place(Layout::Project.manifest(new.number)), new.bytes.as_bytes())?;
        settle(&self.folder)
    }
}

/// What is sealed stands in the project itself: through a link it would be written to wherever that leads.
fn refuse_link(path: &Path) -> Result<(), WorldError> {
    let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    let reason = "it is a link, and editions stand in the project itself: put the folder or file in its place";
    if is_link { Err(WorldError::refused("seal into", path, reason)) } else { Ok(()) }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // A repository that holds this file is not to see who sealed last.
        let _ = self.file.set_len(0);
    }
}

/// Creates a file whole, or finds it with the same bytes. Other bytes are left as they are, and refused.
fn create(path: &Path, bytes: &[u8]) -> Result<(), WorldError> {
    let failed = |error| WorldError::new("create", path, error);
    match fs::read(path) {
        Ok(there) if there == bytes => return Ok(()),
        Ok(_) => return Err(WorldError::refused("create", path, "it is there already, with other bytes")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let unfinished = path.with_file_name(format!("{UNFINISHED}{name}"));
    let write = || {
        let mut file = File::create_new(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        rename_new(&unfinished, path)
    };
    write().map_err(failed)
}

/// Gives a file its name, if nothing has that name.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // Old kernels and some file systems cannot.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::OPNOTSUPP) => link_new(from, to),
        result => Ok(result?),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    link_new(from, to)
}

/// The same by a second name, which cannot be given where one is. Where a file has one name only, the lock keeps other
/// runs away.
fn link_new(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(_) if fs::symlink_metadata(to).is_err() => fs::rename(from, to),
        Err(error) => Err(error),
    }
}

/// Waits until the names in a folder are on the disk.
fn settle(folder: &Path) -> Result<(), WorldError> {
    #[cfg(unix)]
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| WorldError::new("sync", folder, error))?;
    Ok(())
}

fn remove_unfinished(folder: &Path) -> Result<(), WorldError> {
    let entries = fs::read_dir(folder).map_err(|error| WorldError::new("open", folder, error))?;
    for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(UNFINISHED)) {
        let path = entry.path();
        fs::remove_file(&path).map_err(|error| WorldError::new("remove", &path, error))?;
    }
    Ok(())
}
