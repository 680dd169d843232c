//! Publishes to a bucket. Nothing there can be exchanged at once, so the order keeps it whole: what is new first, then
//! what leads to it, the pointer last, and what is stale only after that. The pointer is also the claim of the one who
//! publishes: it is put on condition that it is as it was seen, so that two cannot interleave.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::Path as FilePath;
use std::rc::Rc;
use std::sync::Arc;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use indicatif::ProgressBar;
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, Error, ObjectStore, ObjectStoreExt as _, PutMode, PutOptions, PutPayload, PutResult,
    UpdateVersion,
};
use tokio::runtime::Runtime;

use super::super::WorldError;
use super::super::clock;
use super::super::output::Failure;
use super::{Options, Source, Target};
use crate::edition::Digest;
use crate::publish::{
    Claim, FILES, GZIP, Known, KnownFiles, Listing, OWN, POINTER, Plan, Pointer, Stamp, cache_control, gunzip, gzip,
    is_compressed, is_sealed, media_type,
};
use crate::record::Provider;
use crate::render::Scratch;

/// Requests that are under way at once.
const AT_ONCE: usize = 16;

/// A bucket, or a folder in one.
pub(super) struct Bucket {
    store: Arc<dyn ObjectStore>,
    folder: String,
    gzip: bool,
    runtime: Rc<Runtime>,
    seen: Seen,
}

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

/// A file that was read.
struct Found {
    /// Its bytes, as its readers see them.
    bytes: Vec<u8>,
    /// How many are stored, where they are compressed.
    gzip: Option<u64>,
    /// What the store calls it.
    version: UpdateVersion,
}

type Stored<T> = Result<T, Error>;

impl Bucket {
    /// The bucket of a provider; who may write there is said by the environment.
    pub(super) fn open(provider: Provider, path: &str, options: Options) -> Result<Self, WorldError> {
        // Another part of the program may have chosen before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (bucket, folder) = path.split_once('/').unwrap_or((path, ""));
        let store: Stored<Arc<dyn ObjectStore>> = match provider {
            Provider::S3 => object_store::aws::AmazonS3Builder::from_env()
                .with_bucket_name(bucket)
                .build()
                .map(|one| Arc::new(one) as _),
            Provider::Google => object_store::gcp::GoogleCloudStorageBuilder::from_env()
                .with_bucket_name(bucket)
                .build()
                .map(|one| Arc::new(one) as _),
            Provider::Azure => object_store::azure::MicrosoftAzureBuilder::from_env()
                .with_container_name(bucket)
                .build()
                .map(|one| Arc::new(one) as _),
        };
        let store = store.map_err(|error| world("open the bucket", bucket, &error))?;
        Self::new(store, folder, options)
    }

    /// A bucket that is already open.
    pub(super) fn new(store: Arc<dyn ObjectStore>, folder: &str, options: Options) -> Result<Self, WorldError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| WorldError::new("open the bucket", FilePath::new(folder), error))?;
        let (folder, gzip) = (folder.to_owned(), options.gzip);
        Ok(Self { store, folder, gzip, runtime: Rc::new(runtime), seen: Seen::default() })
    }

    /// Where a file stands in the bucket.
    fn at(&self, path: &str) -> Stored<Path> {
        let whole = if self.folder.is_empty() { path.to_owned() } else { format!("{}/{path}", self.folder) };
        Ok(Path::parse(whole)?)
    }

    /// A file; `None` where there is none.
    async fn get(&self, path: &str) -> Stored<Option<Found>> {
        let found = match self.store.get(&self.at(path)?).await {
            Err(Error::NotFound { .. }) => return Ok(None),
            found => found?,
        };
        let version = UpdateVersion { e_tag: found.meta.e_tag.clone(), version: found.meta.version.clone() };
        let is_gzip = found.attributes.get(&Attribute::ContentEncoding).is_some_and(|one| one.as_ref() == GZIP);
        let stored = found.bytes().await?;
        let size = stored.len() as u64;
        // What cannot be read is not what it is to be, and is sent again.
        let whole = if is_gzip { gunzip(&stored).ok() } else { None };
        Ok(Some(Found {
            gzip: whole.is_some().then_some(size),
            bytes: whole.unwrap_or_else(|| stored.to_vec()),
            version,
        }))
    }

    /// Whether a file is to be stored compressed.
    fn is_compressed(&self, path: &str) -> bool {
        self.gzip && is_compressed(path)
    }

    async fn put(&self, path: &str, bytes: Vec<u8>, mode: PutMode) -> Stored<PutResult> {
        self.put_as(path, bytes, None, mode).await
    }

    async fn put_as(
        &self,
        path: &str,
        bytes: Vec<u8>,
        encoding: Option<&'static str>,
        mode: PutMode,
    ) -> Stored<PutResult> {
        let mut attributes = Attributes::new();
        if let Some(encoding) = encoding {
            attributes.insert(Attribute::ContentEncoding, encoding.into());
        }
        attributes.insert(Attribute::ContentType, media_type(path).into());
        let is_short = path == POINTER || path.starts_with(OWN);
        let kept = if is_short { "no-cache" } else { cache_control(path) };
        attributes.insert(Attribute::CacheControl, kept.into());
        let options = PutOptions { mode, attributes, ..PutOptions::default() };
        self.store.put_opts(&self.at(path)?, PutPayload::from(bytes), options).await
    }

    /// Looks at everything that is there.
    async fn look(&self) -> Result<(Seen, Listing), WorldError> {
        let failed = |path: &str, error: &Error| world("read", path, error);
        let mut seen = Seen::default();
        if let Some(Found { bytes, version, .. }) =
            self.get(POINTER).await.map_err(|error| failed(POINTER, &error))?
        {
            seen.version = Some(version);
            seen.pointer = serde_json::from_slice(&bytes)
                .map_err(|error| WorldError::new("read", FilePath::new(POINTER), io::Error::other(error)))?;
        }
        let known = self.get(FILES).await.map_err(|error| failed(FILES, &error))?;
        let known: KnownFiles = known.and_then(|found| serde_json::from_slice(&found.bytes).ok()).unwrap_or_default();
        let mut listing = Listing::default();
        let mut unknown = Vec::new();
        let folder = self.at("").map_err(|error| failed(&self.folder, &error))?;
        let mut all = self.store.list(Some(&folder).filter(|_| !self.folder.is_empty()));
        while let Some(meta) = all.try_next().await.map_err(|error| failed(&self.folder, &error))? {
            let whole = meta.location.as_ref();
            let path =
                if self.folder.is_empty() { whole } else { whole[self.folder.len()..].trim_start_matches('/') };
            if path == POINTER || path.starts_with(OWN) {
                continue;
            }
            let tag = plain(meta.e_tag.as_deref());
            let is_known = |one: &&Known| one.tag == tag && one.gzip.unwrap_or(one.size) == meta.size;
            let entry = known.get(path).filter(|_| !tag.is_empty()).filter(is_known);
            match entry.and_then(|one| Some((one, Digest::parse(&one.sha256)?))) {
                Some((one, digest)) => {
                    let stamp = Stamp { digest, size: one.size };
                    listing.files.insert(path.into(), self.as_wanted(path, stamp, one.gzip));
                    seen.gzip.extend(one.gzip.map(|size| (path.into(), size)));
                }
                None => unknown.push(Box::<str>::from(path)),
            }
            seen.tags.insert(path.into(), tag);
        }
        let found = self.read(&unknown.iter().map(|path| &**path).collect::<Vec<_>>()).await?;
        for (path, found) in unknown.into_iter().zip(found) {
            if let Some((stamp, gzip)) = found {
                listing.files.insert(path.clone(), self.as_wanted(&path, stamp, gzip));
                seen.gzip.extend(gzip.map(|size| (path, size)));
            }
        }
        let left = known.iter().filter(|(path, one)| one.left && listing.files.contains_key(path.as_str()));
        listing.left = left.map(|(path, _)| path.as_str().into()).collect();
        Ok((seen, listing))
    }

    /// The stamp of a file in a listing: none of its own where it is not stored as it is to be, so that it is sent again.
    fn as_wanted(&self, path: &str, stamp: Stamp, gzip: Option<u64>) -> Stamp {
        if is_sealed(path) || gzip.is_some() == self.is_compressed(path) {
            stamp
        } else {
            Stamp { digest: Digest::NONE, ..stamp }
        }
    }

    /// The stamps of files, by reading them, and how many bytes are stored of those that are compressed.
    async fn read(&self, paths: &[&str]) -> Result<Vec<Option<(Stamp, Option<u64>)>>, WorldError> {
        let read = stream::iter(paths).map(|path| async move {
            let found = self.get(path).await.map_err(|error| world("read", path, &error))?;
            Ok(found.map(|found| (Stamp::of(&found.bytes), found.gzip)))
        });
        read.buffered(AT_ONCE).try_collect().await
    }

    fn refuse<T>(&self, reason: impl Into<String>) -> Result<T, WorldError> {
        Err(WorldError::refused("publish to the bucket", FilePath::new(&self.folder), reason))
    }

    /// Tries whether the store keeps to conditions: one that does not cannot keep two publishers apart.
    async fn probe(&self) -> Result<(), WorldError> {
        let number = getrandom::u64().map_err(|error| world_io("read", "random numbers", io::Error::other(error)))?;
        let path = format!("{OWN}probe-{number:016x}");
        let failed = |error: Error| world("try", &path, &error);
        let first = self.put(&path, b"1".to_vec(), PutMode::Create).await.map_err(failed)?;
        let again = self.put(&path, b"2".to_vec(), PutMode::Create).await;
        let second = self.put(&path, b"3".to_vec(), PutMode::Update(first.clone().into())).await;
        let stale = self.put(&path, b"4".to_vec(), PutMode::Update(first.into())).await;
        self.store.delete(&self.at(&path).map_err(failed)?).await.map_err(failed)?;
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
        match self.put(POINTER, bytes, mode).await {
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
        let (bytes, encoding) = if self.is_compressed(path) { (gzip(&bytes), Some(GZIP)) } else { (bytes, None) };
        let gzip = encoding.map(|_| bytes.len() as u64);
        let tag = match self.put_as(path, bytes, encoding, mode).await {
            Ok(put) => put.e_tag,
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => self.same(path, stamp).await?,
            Err(error) => return Err(failed(error).into()),
        };
        Ok(Known { gzip, ..known(stamp, &plain(tag.as_deref()), false) })
    }

    /// What the store calls a sealed file that is there already, if it is what it is to be.
    async fn same(&self, path: &str, stamp: Stamp) -> Result<Option<String>, WorldError> {
        match self.get(path).await.map_err(|error| world("read", path, &error))? {
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
        let mut files = self.kept(plan, live);
        let scratch = RefCell::new(Scratch::default());
        for paths in plan.phases().into_values() {
            let sent = stream::iter(paths).map(|path| {
                let (this, scratch) = (&*self, &scratch);
                async move {
                    bar.inc(1);
                    Ok::<_, Failure>((path.to_owned(), this.send(path, source, scratch).await?))
                }
            });
            files.extend(sent.buffer_unordered(AT_ONCE).try_collect::<Vec<_>>().await?);
            claim.heard = clock::now().to_string();
            self.claim(&claim).await?;
        }
        bar.finish_and_clear();
        let bytes = serde_json::to_vec(&files).expect("what is known is plain data");
        self.put(FILES, bytes, PutMode::Overwrite).await.map_err(|error| world("write", FILES, &error))?;
        self.point(end).await?;
        Ok(self.prune(plan).await?)
    }

    /// What is known of the files that stay as they are.
    fn kept(&self, plan: &Plan, live: &Listing) -> KnownFiles {
        let stay = plan.keep.iter().map(|path| (&**path, false)).chain(plan.leave.iter().map(|path| (&**path, true)));
        let one = |(path, left): (&str, bool)| {
            let tag = self.seen.tags.get(path)?;
            let gzip = self.seen.gzip.get(path).copied();
            Some((path.to_owned(), Known { gzip, ..known(*live.files.get(path)?, tag, left) }))
        };
        stay.filter_map(one).collect()
    }

    /// Takes away what is stale. What was sealed is never among it.
    async fn prune(&self, plan: &Plan) -> Result<(), WorldError> {
        let gone = plan.remove.iter().filter(|path| !is_sealed(path));
        let removed = stream::iter(gone).map(|path| async move {
            let failed = |error: Error| world("remove", path, &error);
            match self.store.delete(&self.at(path).map_err(failed)?).await {
                Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
                Err(error) => Err(failed(error)),
            }
        });
        removed.buffer_unordered(AT_ONCE).try_collect().await
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
        let found = self.runtime.block_on(self.read(paths))?;
        Ok(found.into_iter().map(|found| found.map(|(stamp, _)| stamp)).collect())
    }

    fn roll_back(&mut self) -> Result<Listing, WorldError> {
        self.refuse(
            "a bucket keeps no earlier site: `pledgecard restore` an edition, and publish it to another folder of it",
        )
    }
}

fn known(stamp: Stamp, tag: &str, left: bool) -> Known {
    Known { sha256: stamp.digest.to_string(), size: stamp.size, tag: tag.to_owned(), gzip: None, left }
}

/// A tag without the quotes that some answers have.
fn plain(tag: Option<&str>) -> String {
    tag.unwrap_or_default().trim_matches('"').to_owned()
}

fn world(doing: &'static str, path: &str, error: &Error) -> WorldError {
    world_io(doing, path, io::Error::other(error.to_string()))
}

fn world_io(doing: &'static str, path: &str, error: io::Error) -> WorldError {
    WorldError::new(doing, FilePath::new(path), error)
}
