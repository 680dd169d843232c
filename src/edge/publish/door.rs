//! The door to a bucket, or to a folder in one: a file as its readers see it, whether or not it is stored compressed.
//! Never: which file comes after which.

use std::cell::Cell;
use std::io;
use std::path::Path as FilePath;
use std::sync::Arc;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, Error, ObjectStore, ObjectStoreExt as _, PutMode, PutOptions, PutPayload, PutResult,
    UpdateVersion,
};

use super::super::WorldError;
use super::Options;
use super::requests::Connector;
use crate::publish::{GZIP, OWN, POINTER, Stamp, cache_control, gunzip, gzip, is_compressed, media_type};
use crate::record::Provider;

/// Requests that are under way at once.
pub(super) const AT_ONCE: usize = 16;

/// A bucket, or a folder in one.
pub(super) struct Door {
    pub(super) store: Arc<dyn ObjectStore>,
    pub(super) folder: String,
    /// Whether texts are stored compressed.
    pub(super) gzip: bool,
}

/// A file that was read.
pub(super) struct Found {
    /// Its bytes, as its readers see them.
    pub(super) bytes: Vec<u8>,
    /// How many are stored, where they are compressed.
    pub(super) gzip: Option<u64>,
    /// What the store calls it.
    pub(super) version: UpdateVersion,
}

/// A file in the list of all.
pub(super) struct Listed {
    /// Its path below the folder.
    pub(super) path: Box<str>,
    /// What the store calls it.
    pub(super) tag: String,
    /// How many bytes are stored.
    pub(super) size: u64,
}

/// Bytes as they are to be stored.
pub(super) struct Packed {
    bytes: Vec<u8>,
    /// How many they are, where they are compressed.
    pub(super) gzip: Option<u64>,
}

impl From<Vec<u8>> for Packed {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes, gzip: None }
    }
}

pub(super) type Stored<T> = Result<T, Error>;

impl Door {
    /// The bucket of a provider; who may write there is said by the environment.
    pub(super) fn open(provider: Provider, path: &str, options: Options) -> Result<Self, WorldError> {
        let (bucket, folder) = path.split_once('/').unwrap_or((path, ""));
        let store: Stored<Arc<dyn ObjectStore>> = match provider {
            Provider::S3 => object_store::aws::AmazonS3Builder::from_env()
                .with_bucket_name(bucket)
                .with_http_connector(Connector)
                .build()
                .map(|one| Arc::new(one) as _),
            Provider::Google => object_store::gcp::GoogleCloudStorageBuilder::from_env()
                .with_bucket_name(bucket)
                .with_http_connector(Connector)
                .build()
                .map(|one| Arc::new(one) as _),
            Provider::Azure => object_store::azure::MicrosoftAzureBuilder::from_env()
                .with_container_name(bucket)
                .with_http_connector(Connector)
                .build()
                .map(|one| Arc::new(one) as _),
        };
        let store = store.map_err(|error| world("open the bucket", bucket, &error))?;
        Ok(Self { store, folder: folder.to_owned(), gzip: options.gzip })
    }

    /// What it is called in messages.
    pub(super) fn name(&self) -> String {
        if self.folder.is_empty() { self.store.to_string() } else { self.folder.clone() }
    }

    /// Where a file stands in the bucket.
    fn at(&self, path: &str) -> Stored<Path> {
        let whole = if self.folder.is_empty() { path.to_owned() } else { format!("{}/{path}", self.folder) };
        Ok(Path::parse(whole)?)
    }

    /// A file; `None` where there is none.
    pub(super) async fn get(&self, path: &str) -> Stored<Option<Found>> {
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

    /// Whether a file of the site is to be stored compressed.
    pub(super) fn compresses(&self, path: &str) -> bool {
        self.gzip && is_compressed(path)
    }

    /// The bytes of a file of the site, as they are to be stored.
    pub(super) fn packed(&self, path: &str, bytes: Vec<u8>) -> Packed {
        if !self.compresses(path) {
            return bytes.into();
        }
        let bytes = gzip(&bytes);
        Packed { gzip: Some(bytes.len() as u64), bytes }
    }

    pub(super) async fn put(&self, path: &str, file: impl Into<Packed>, mode: PutMode) -> Stored<PutResult> {
        let Packed { bytes, gzip } = file.into();
        let mut attributes = Attributes::new();
        if gzip.is_some() {
            attributes.insert(Attribute::ContentEncoding, GZIP.into());
        }
        attributes.insert(Attribute::ContentType, media_type(path).into());
        let is_short = path == POINTER || path.starts_with(OWN);
        let kept = if is_short { "no-cache" } else { cache_control(path) };
        attributes.insert(Attribute::CacheControl, kept.into());
        let options = PutOptions { mode, attributes, ..PutOptions::default() };
        self.store.put_opts(&self.at(path)?, PutPayload::from(bytes), options).await
    }

    pub(super) async fn delete(&self, path: &str) -> Stored<()> {
        self.store.delete(&self.at(path)?).await
    }

    /// Every file of the site that is there.
    pub(super) async fn list(&self) -> Stored<Vec<Listed>> {
        let folder = self.at("")?;
        let mut all = self.store.list(Some(&folder).filter(|_| !self.folder.is_empty()));
        let mut listed = Vec::new();
        while let Some(meta) = all.try_next().await? {
            let whole = meta.location.as_ref();
            let path =
                if self.folder.is_empty() { whole } else { whole[self.folder.len()..].trim_start_matches('/') };
            if path != POINTER && !path.starts_with(OWN) {
                listed.push(Listed { path: path.into(), tag: plain(meta.e_tag.as_deref()), size: meta.size });
            }
        }
        Ok(listed)
    }

    /// The stamps of files, by reading them, and how many bytes are stored of those that are compressed.
    pub(super) async fn read(&self, paths: &[&str]) -> Result<Vec<Option<(Stamp, Option<u64>)>>, WorldError> {
        let read = at_once(paths, |path| async move {
            let found = self.get(path).await.map_err(|error| world("read", path, &error))?;
            Ok(found.map(|found| (Stamp::of(&found.bytes), found.gzip)))
        });
        read.await
    }
}

/// Does something for each, several at once, and says in the same order what came of it. After a failure nothing more is
/// begun, and what is under way ends first: nothing reaches the bucket after it was said what became of it.
pub(super) async fn at_once<T, U, E, F>(all: impl IntoIterator<Item = T>, each: impl Fn(T) -> F) -> Result<Vec<U>, E>
where
    F: Future<Output = Result<U, E>>,
{
    let has_failed = Cell::new(false);
    let begun = all.into_iter().take_while(|_| !has_failed.get()).enumerate();
    let under_way = stream::iter(begun).map(|(number, one)| {
        let (done, has_failed) = (each(one), &has_failed);
        async move {
            let done = done.await;
            has_failed.set(has_failed.get() || done.is_err());
            (number, done)
        }
    });
    let mut done: Vec<_> = under_way.buffer_unordered(AT_ONCE).collect().await;
    done.sort_unstable_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, done)| done).collect()
}

/// A tag without the quotes that some answers have.
pub(super) fn plain(tag: Option<&str>) -> String {
    tag.unwrap_or_default().trim_matches('"').to_owned()
}

pub(super) fn world(doing: &'static str, path: &str, error: &Error) -> WorldError {
    world_io(doing, path, io::Error::other(error.to_string()))
}

pub(super) fn world_io(doing: &'static str, path: &str, error: io::Error) -> WorldError {
    WorldError::new(doing, FilePath::new(path), error)
}
