//! What is stored compressed in a bucket, which serves what it has: the same bytes give the same compressed bytes. Never:
//! anything that was sealed, since whoever verifies asks for the bytes under the digest.

use std::io::{self, Read as _, Write as _};

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;

/// The name of the encoding. Source: RFC 9110, section 8.4.1.3.
pub const GZIP: &str = "gzip";

/// The ends of the names of what is text.
const TEXT: &[&str] = &["html", "css", "js", "json", "xml", "svg", "txt", "ics", "csv", "md"];

/// Whether a file of a site is stored compressed, where that is wanted.
pub fn is_compressed(path: &str) -> bool {
    let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.'));
    let is_text = ending.is_some_and(|(_, ending)| TEXT.contains(&ending.to_ascii_lowercase().as_str()));
    is_text && !super::is_sealed(path)
}

/// Compresses bytes, without a moment or a name in the header.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(9));
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("writing into memory cannot fail")
}

/// The bytes that were compressed.
pub fn gunzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut whole = Vec::new();
    MultiGzDecoder::new(bytes).read_to_end(&mut whole)?;
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_compressed_and_what_was_sealed_is_not() {
        for path in ["index.html", "ko/feed.xml", "images/A.SVG", "robots.txt", "deadlines.ics", "assets/a.77ab.css"]
        {
            assert!(is_compressed(path), "{path}");
        }
        for path in
            ["editions/1/manifest.txt", "editions/objects/77ab", "editions/timemap", "images/a.png", "_headers"]
        {
            assert!(!is_compressed(path), "{path}");
        }
    }

    #[test]
    fn the_same_bytes_give_the_same_and_can_be_read_back() {
        let text = "Build a bridge. ".repeat(100);
        let small = gzip(text.as_bytes());
        assert_eq!(small, gzip(text.as_bytes()));
        assert_eq!(small[..10], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255], "no moment, no name, no system");
        assert_eq!((gunzip(&small).unwrap(), small.len() < 100), (text.into_bytes(), true));
        assert!(gunzip(&small[..20]).is_err() && gunzip(b"<!doctype html>").is_err());
    }
}
