//! Publishes to a bucket. Nothing there can be exchanged at once, so the order keeps it whole: what is new first, then
//! what leads to it, the pointer last, and what is stale only after that. The pointer is also the claim of the one who
//! publishes: it is put on condition that it is as it was seen, so that two cannot interleave.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path as FilePath;
use std::rc::Rc;

use indicatif::ProgressBar;
use object_store::{Error, PutMode, UpdateVersion};
use tokio::runtime::Runtime;

use super::super::WorldError;
use super::super::clock;
use super::super::output::Failure;
use super::door::{Door, Found, Listed, at_once, plain, world, world_io};
use super::{Source, Target};
use crate::edition::Digest;
use crate::publish::{Claim, FILES, Known, KnownFiles, Listing, OWN, POINTER, Plan, Pointer, Stamp, is_sealed};
use crate::render::Scratch;

/// What is behind a door.
pub(super) struct Bucket {
    door: Door,
    runtime: Rc<Runtime>,
    seen: Seen,
}

type Files = BTreeMap<Box<str>, Stamp>;

/// What the bucket was when it was last looked at.
#[derive(Default)]
struct Seen {
    pointer: Pointer,
    /// Which version of the pointer that was; `None` where there is none.
    version: Option<UpdateVersion>,
    /// What the store calls each file.
    tags: BTreeMap<Box<str>, String>,
    /// How many bytes of each file are stored that is compressed.
    gzip: BTreeMap<Box<str>, u64>,
}

impl Bucket {
    pub(super) fn new(door: Door) -> Result<Self, WorldError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| world_io("open the bucket", &door.name(), error))?;
        Ok(Self { door, runtime: Rc::new(runtime), seen: Seen::default() })
    }

    /// Looks at everything that is there.
    async fn look(&self) -> Result<(Seen, Listing), WorldError> {
        let failed = |path: &str, error: &Error| world("read", path, error);
        let mut seen = Seen::default();
        if let Some(Found { bytes, version, .. }) =
            self.door.get(POINTER).await.map_err(|error| failed(POINTER, &error))?
        {
            seen.version = Some(version);
            seen.pointer = serde_json::from_slice(&bytes)
                .map_err(|error| WorldError::new("read", FilePath::new(POINTER), io::Error::other(error)))?;
        }
        // A file is noted before it is sent: whoever sends them meanwhile has noted all that are listed here.
        let list = self.door.list().await.map_err(|error| world("list", &self.door.name(), &error))?;
        let noted = self.door.get(FILES).await.map_err(|error| failed(FILES, &error))?;
        let noted: Option<KnownFiles> = noted.and_then(|found| serde_json::from_slice(&found.bytes).ok());
        let own: Option<BTreeSet<Box<str>>> =
            noted.as_ref().map(|noted| noted.keys().map(|path| path.as_str().into()).collect());
        let known = noted.unwrap_or_default();
        let mut files = BTreeMap::new();
        let mut unknown = Vec::new();
        for Listed { path, tag, size } in list {
            let is_known = |one: &&Known| one.tag == tag && one.gzip.unwrap_or(one.size) == size;
            let entry = known.get(&*path).filter(|_| !tag.is_empty()).filter(is_known);
            match entry.and_then(|one| Some((one, Digest::parse(&one.sha256)?))) {
                Some((one, digest)) => {
                    self.learn(&path, Stamp { digest, size: one.size }, one.gzip, (&mut seen, &mut files));
                }
                None => unknown.push(path.clone()),
            }
            seen.tags.insert(path, tag);
        }
        let found = self.door.read(&unknown.iter().map(|path| &**path).collect::<Vec<_>>()).await?;
        for (path, found) in unknown.iter().zip(found) {
            if let Some((stamp, gzip)) = found {
                self.learn(path, stamp, gzip, (&mut seen, &mut files));
            }
        }
        let left = known.iter().filter(|(path, one)| one.left && files.contains_key(path.as_str()));
        let left = left.map(|(path, _)| path.as_str().into()).collect();
        Ok((seen, Listing::new(files, left, own.as_ref())))
    }

    /// Notes what a file is. One that is not stored as it is to be has no stamp of its own, so that it is sent again.
    fn learn(&self, path: &str, stamp: Stamp, gzip: Option<u64>, (seen, files): (&mut Seen, &mut Files)) {
        let is_as_wanted = is_sealed(path) || gzip.is_some() == self.door.compresses(path);
        let digest = if is_as_wanted { stamp.digest } else { Digest::NONE };
        files.insert(path.into(), Stamp { digest, ..stamp });
        seen.gzip.extend(gzip.map(|size| (path.into(), size)));
    }

    fn refuse<T>(&self, reason: impl Into<String>) -> Result<T, WorldError> {
        Err(WorldError::refused("publish to the bucket", FilePath::new(&self.door.name()), reason))
    }

    /// Tries whether the store keeps to conditions: one that does not cannot keep two publishers apart.
    async fn probe(&self) -> Result<(), WorldError> {
        let number = getrandom::u64().map_err(|error| world_io("read", "random numbers", io::Error::other(error)))?;
        let path = format!("{OWN}probe-{number:016x}");
        let failed = |error: Error| world("try", &path, &error);
        let first = self.door.put(&path, b"1".to_vec(), PutMode::Create).await.map_err(failed)?;
        let again = self.door.put(&path, b"2".to_vec(), PutMode::Create).await;
        let second = self.door.put(&path, b"3".to_vec(), PutMode::Update(first.clone().into())).await;
        let stale = self.door.put(&path, b"4".to_vec(), PutMode::Update(first.into())).await;
        self.door.delete(&path).await.map_err(failed)?;
        let creates_once = matches!(again, Err(Error::AlreadyExists { .. }));
        let sees_stale = matches!(stale, Err(Error::Precondition { .. }));
        if creates_once && second.is_ok() && sees_stale {
            return Ok(());
        }
        self.refuse(
            "the store ignores conditions, so that two publishers could mix their sites: \
             use one that keeps to `If-Match` and `If-None-Match`",
        )
    }

    /// Puts the pointer, if it is still the one that was seen.
    async fn point(&mut self, pointer: Pointer) -> Result<(), WorldError> {
        let bytes = serde_json::to_vec_pretty(&pointer).expect("a pointer is plain data");
        let mode = self.seen.version.clone().map_or(PutMode::Create, PutMode::Update);
        match self.door.put(POINTER, bytes, mode).await {
            Ok(put) => {
                self.seen.version = Some(put.into());
                self.seen.pointer = pointer;
                Ok(())
            }
            Err(Error::Precondition { .. } | Error::AlreadyExists { .. }) => self.refuse(
                "somebody else is publishing there: wait until that is done, and run `pledgecard publish` again",
            ),
            Err(error) => Err(world("write", POINTER, &error)),
        }
    }

    /// Takes the right to publish, or says that another has it.
    async fn claim(&mut self, claim: &Claim) -> Result<(), WorldError> {
        if let Some(other) =
            self.seen.pointer.publishing.as_ref().filter(|one| !one.gives_way(&claim.site, clock::now()))
        {
            let reason = format!(
                "edition {} is being published there, since {}: wait until that is done; a publisher that died gives way after half an hour",
                other.edition, other.heard
            );
            return self.refuse(reason);
        }
        self.point(Pointer { publishing: Some(claim.clone()), ..self.seen.pointer.clone() }).await
    }

    /// Sends a file, and says what the store calls it.
    async fn send(&self, path: &str, source: &Source<'_>, scratch: &RefCell<Scratch>) -> Result<Known, Failure> {
        let bytes = source.bytes(path, &mut scratch.borrow_mut())?.to_vec();
        let stamp = Stamp::of(&bytes);
        let failed = |error: Error| world("write", path, &error);
        let mode = if is_sealed(path) { PutMode::Create } else { PutMode::Overwrite };
        let packed = self.door.packed(path, bytes);
        let gzip = packed.gzip;
        let tag = match self.door.put(path, packed, mode).await {
            Ok(put) => put.e_tag,
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => self.same(path, stamp).await?,
            Err(error) => return Err(failed(error).into()),
        };
        Ok(Known { gzip, ..known(stamp, &plain(tag.as_deref()), false) })
    }

    /// What the store calls a sealed file that is there already, if it is what it is to be.
    async fn same(&self, path: &str, stamp: Stamp) -> Result<Option<String>, WorldError> {
        match self.door.get(path).await.map_err(|error| world("read", path, &error))? {
            Some(found) if Stamp::of(&found.bytes) == stamp => Ok(found.version.e_tag),
            _ => Err(WorldError::refused(
                "write",
                FilePath::new(path),
                "it was sealed, and other bytes are there already",
            )),
        }
    }

    /// Everything that a plan says, in order.
    async fn publish(
        &mut self,
        plan: &Plan,
        live: &Listing,
        source: &Source<'_>,
        bar: &ProgressBar,
    ) -> Result<(), Failure> {
        let (edition, digest) = source.edition();
        let end = Pointer { edition: Some(edition), digest: Some(digest.to_string()), publishing: None };
        if plan.is_empty() && self.seen.pointer == end {
            return Ok(());
        }
        self.probe().await?;
        let by = getrandom::u64().map_err(|error| world_io("read", "random numbers", io::Error::other(error)))?;
        let mut claim =
            Claim { edition, site: plan.site.to_string(), by: format!("{by:016x}"), heard: clock::now().to_string() };
        self.claim(&claim).await?;
        let mut files = self.noted(plan, live);
        self.note(&files).await?;
        let scratch = RefCell::new(Scratch::default());
        for paths in plan.phases().into_values() {
            let (this, scratch) = (&*self, &scratch);
            let sent = at_once(paths, |path| async move {
                bar.inc(1);
                Ok::<_, Failure>((path.to_owned(), this.send(path, source, scratch).await?))
            });
            files.extend(sent.await?);
            claim.heard = clock::now().to_string();
            self.claim(&claim).await?;
        }
        bar.finish_and_clear();
        let leave: BTreeSet<&str> = plan.leave.iter().map(|path| &**path).collect();
        for (path, one) in &mut files {
            one.left = leave.contains(path.as_str());
        }
        self.note(&files).await?;
        self.point(end).await?;
        Ok(self.prune(plan).await?)
    }

    /// What is known of the files that are there, and that others are to come. What is to go stays noted, since this run may
    /// be interrupted before it goes.
    fn noted(&self, plan: &Plan, live: &Listing) -> KnownFiles {
        let here = live.files.iter().map(|(path, stamp)| {
            let gzip = self.seen.gzip.get(path).copied();
            let tag = self.seen.tags.get(path).map_or("", |tag| tag);
            (path.to_string(), Known { gzip, ..known(*stamp, tag, live.left.contains(path)) })
        });
        let nothing = Stamp { digest: Digest::NONE, size: 0 };
        let to_come = plan.add.iter().map(|path| (path.to_string(), known(nothing, "", false)));
        here.chain(to_come).collect()
    }

    async fn note(&self, files: &KnownFiles) -> Result<(), WorldError> {
        let bytes = serde_json::to_vec(files).expect("what is known is plain data");
        self.door.put(FILES, bytes, PutMode::Overwrite).await.map_err(|error| world("write", FILES, &error))?;
        Ok(())
    }

    /// Takes away what is stale. What was sealed is never among it.
    async fn prune(&self, plan: &Plan) -> Result<(), WorldError> {
        let gone = plan.remove.iter().filter(|path| !is_sealed(path));
        let removed = at_once(gone, |path| async move {
            match self.door.delete(path).await {
                Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
                Err(error) => Err(world("remove", path, &error)),
            }
        });
        removed.await.map(drop)
    }
}

impl Target for Bucket {
    fn live(&mut self) -> Result<Listing, WorldError> {
        let (seen, listing) = self.runtime.block_on(self.look())?;
        if seen.version.is_none() && !listing.files.is_empty() {
            return self.refuse("it holds files that pledgecard did not put there: choose another folder of it");
        }
        self.seen = seen;
        Ok(listing)
    }

    fn apply(&mut self, plan: &Plan, live: &Listing, source: &Source<'_>, bar: &ProgressBar) -> Result<(), Failure> {
        let runtime = self.runtime.clone();
        runtime.block_on(self.publish(plan, live, source, bar))
    }

    fn read_back(&self, paths: &[&str]) -> Result<Vec<Option<Stamp>>, WorldError> {
        let found = self.runtime.block_on(self.door.read(paths))?;
        Ok(found.into_iter().map(|found| found.map(|(stamp, _)| stamp)).collect())
    }

    fn roll_back(&mut self) -> Result<Listing, WorldError> {
        let reason =
            "a bucket keeps no earlier site: `pledgecard restore` an edition, and publish it to another folder of it";
        Err(WorldError::refused("roll back the bucket", FilePath::new(&self.door.name()), reason))
    }
}

fn known(stamp: Stamp, tag: &str, left: bool) -> Known {
    Known { sha256: stamp.digest.to_string(), size: stamp.size, tag: tag.to_owned(), gzip: None, left }
}
