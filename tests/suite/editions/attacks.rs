//! Structural attacks on the files of editions, as a table: what is done, and what `verify` is to say. `verdicts` tries them.

use std::fs;
use std::os::unix::fs::symlink;

use pledgecard::edition::{Digest, Layout};

use super::super::bench::{Project, tree};
use super::victim::Victim;
use super::{SEALED, rewrite, seal};

/// What `verify` is to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is whole.
    Whole,
    /// A fault with this code, and with these words in its text.
    Found(&'static str, &'static str),
    /// Whole by itself: only who has kept the digest of edition 3 sees it.
    ByPin,
    /// Whole by itself: only who knows the signers sees it.
    BySigners,
}
use Verdict::{ByPin, BySigners, Found, Whole};

const PLEDGE: &str = "content/pledges/bridge.md";

pub(super) type Attack = (&'static str, &'static str, Verdict, fn(&Victim));

/// Name, where (p: the project, s: the site), verdict, deed.
pub(super) const ATTACKS: &[Attack] = &[
    ("nothing at all", "ps", Whole, |_| {}),
    // Objects.
    (
        "an object with another byte",
        "ps",
        Found("edition-tampered", "`content/pledges/bridge.md` of edition 3"),
        |v| {
            v.change(&v.object(PLEDGE), |bytes| bytes[20] ^= 1);
        },
    ),
    (
        "an object of the first edition",
        "ps",
        Found("edition-tampered", "`content/pledges/bridge.md` of edition 1"),
        |v| {
            v.change(&v.object_in(1, PLEDGE), |bytes| bytes[20] ^= 1);
        },
    ),
    ("an object emptied", "ps", Found("edition-tampered", "of edition 3"), |v| v.write(&v.object(PLEDGE), "")),
    ("an object cut off", "ps", Found("edition-tampered", "of edition 3"), |v| {
        v.change(&v.object(PLEDGE), |bytes| bytes.truncate(bytes.len() - 1));
    }),
    ("an object grown", "ps", Found("edition-tampered", "of edition 3"), |v| {
        v.change(&v.object(PLEDGE), |bytes| bytes.push(b'\n'));
    }),
    ("an object with other line ends", "ps", Found("edition-tampered", "of edition 3"), |v| {
        let text = String::from_utf8(v.bytes(&v.object(PLEDGE))).unwrap().replace('\n', "\r\n");
        v.write(&v.object(PLEDGE), text);
    }),
    ("an object deleted", "ps", Found("object-missing", "`content/pledges/bridge.md` of edition 3"), |v| {
        v.remove(&v.object(PLEDGE));
    }),
    ("a note deleted", "ps", Found("object-missing", "`content/editions/0003.md` of edition 3"), |v| {
        v.remove(&v.object("content/editions/0003.md"));
    }),
    ("two objects swapped", "ps", Found("edition-tampered", "of edition 1"), |v| {
        v.swap(&v.object("site.toml"), &v.object("content/people.toml"));
    }),
    ("an old text in the place of the new", "ps", Found("edition-tampered", "of edition 3"), |v| {
        v.write(&v.object(PLEDGE), v.bytes(&v.object_in(2, PLEDGE)));
    }),
    ("a folder in the place of an object", "ps", Found("object-missing", "of edition 3"), |v| {
        v.remove(&v.object(PLEDGE));
        fs::create_dir(v.project.root().join(v.object(PLEDGE))).unwrap();
    }),
    ("a link in the place of an object", "ps", Found("edition-tampered", "a link, a folder or a device"), |v| {
        let object = v.object(PLEDGE);
        let beside = if v.layout == Layout::Project { "content/archive/aside.txt" } else { "aside.txt" };
        v.write(beside, v.bytes(&object));
        let up = if v.layout == Layout::Project { "../../archive/aside.txt" } else { "../../aside.txt" };
        v.link(&object, up);
    }),
    ("a link that leads out", "ps", Found("edition-tampered", "a link, a folder or a device"), |v| {
        v.link(&v.object(PLEDGE), "/dev/null");
    }),
    ("an object with a name in capitals", "ps", Found("object-missing", "of edition 3"), |v| {
        let object = v.object(PLEDGE);
        let (folder, name) = object.rsplit_once('/').unwrap();
        v.rename(&object, &format!("{folder}/{}", name.to_uppercase()));
    }),
    ("an object with an ending", "ps", Found("object-missing", "of edition 3"), |v| {
        v.rename(&v.object(PLEDGE), &format!("{}.txt", v.object(PLEDGE)));
    }),
    ("an object duplicated under a name that is none", "ps", Whole, |v| {
        v.write(&format!("{}.bak", v.object(PLEDGE)), "x");
    }),
    ("an object of no edition", "ps", Whole, |v| v.write(&v.layout.object(&Digest::of(b"left over")), "left over")),
    (
        "an object of no edition, with another digest",
        "ps",
        Found("edition-tampered", "an object of no edition"),
        |v| {
            v.write(&v.layout.object(&Digest::of(b"left over")), "something else");
        },
    ),
    ("all objects gone", "ps", Found("object-missing", "of edition 1"), |v| {
        fs::remove_dir_all(v.project.root().join(if v.layout == Layout::Project {
            "content/editions/objects"
        } else {
            "editions/objects"
        }))
        .unwrap();
    }),
    ("a link in the place of all objects", "p", Found("edition-tampered", "content/editions/objects"), |v| {
        v.rename("content/editions/objects", "content/archive/objects");
        symlink("../archive/objects", v.project.root().join("content/editions/objects")).unwrap();
    }),
    (
        "a copy of a source deleted in the project",
        "p",
        Found("object-missing", "`content/archive/paper.txt` of edition 1"),
        |v| {
            v.remove(&v.object("content/archive/paper.txt"));
        },
    ),
    (
        "a copy of a source falsified on the site",
        "s",
        Found("edition-tampered", "`content/archive/paper.txt` of edition 1"),
        |v| {
            v.write(&v.object("content/archive/paper.txt"), "A tunnel will be built.\n");
        },
    ),
    // Manifests.
    ("a manifest with another byte", "ps", Found("edition-tampered", "the manifest of edition 2"), |v| {
        let text = String::from_utf8(v.bytes(&v.manifest(2))).unwrap();
        v.write(&v.manifest(2), text.replace("as-of 2026-06-10", "as-of 2026-06-09"));
    }),
    ("the last manifest with another byte", "ps", Found("edition-tampered", "the manifest of edition 3"), |v| {
        let text = String::from_utf8(v.bytes(&v.manifest(3))).unwrap();
        v.write(&v.manifest(3), text.replace("as-of 2026-06-20", "as-of 2026-06-19"));
    }),
    ("a manifest emptied", "ps", Found("manifest-malformed", "edition 2"), |v| v.write(&v.manifest(2), "")),
    ("a manifest without its copy", "ps", Found("edition-tampered", "the manifest of edition 2"), |v| {
        v.remove(&v.object_in(2, "manifest"));
    }),
    (
        "the copy of a manifest with another byte",
        "ps",
        Found("edition-tampered", "the copy of the manifest of edition 3"),
        |v| {
            v.change(&v.object("manifest"), |bytes| bytes[30] ^= 1);
        },
    ),
    ("edition 1 removed", "ps", Found("edition-missing", "edition 1 is missing"), |v| v.remove(&v.manifest(1))),
    ("edition 2 removed", "ps", Found("edition-missing", "edition 2 is missing"), |v| v.remove(&v.manifest(2))),
    (
        "editions 1 and 2 removed with all that is theirs",
        "ps",
        Found("edition-missing", "editions 1 to 2 are missing"),
        |v| {
            v.drop_edition(1);
            v.drop_edition(2);
        },
    ),
    ("the manifest of the last edition removed", "p", ByPin, |v| v.remove(&v.manifest(3))),
    (
        "the manifest of the last edition removed from the site",
        "s",
        Found("edition-missing", "edition 3 is missing"),
        |v| {
            v.remove(&v.manifest(3));
        },
    ),
    ("the manifest of the last two editions removed", "p", Found("edition-missing", "edition 3 is missing"), |v| {
        v.remove(&v.manifest(2));
        v.remove(&v.manifest(3));
    }),
    ("the last edition removed with all that is its", "p", ByPin, |v| v.drop_edition(3)),
    ("the last edition removed from the site", "s", Found("edition-missing", "edition 3 is missing"), |v| {
        v.drop_edition(3);
    }),
    ("the last edition removed from the site and its list", "s", ByPin, |v| {
        v.drop_edition(3);
        v.unlist(3);
    }),
    (
        "two manifests swapped",
        "ps",
        Found("edition-tampered", "edition 2 was tampered with: its manifest says that it is edition 3"),
        |v| {
            v.swap(&v.manifest(2), &v.manifest(3));
        },
    ),
    (
        "the first and the last swapped, signatures too",
        "ps",
        Found("edition-tampered", "edition 1 was tampered with"),
        |v| {
            v.swap(&v.manifest(1), &v.manifest(3));
            v.rename(&v.signature(3), &v.signature(1));
        },
    ),
    ("a manifest twice", "p", Found("edition-tampered", "edition 4 was tampered with"), |v| {
        v.write(&v.manifest(4), v.bytes(&v.manifest(3)));
    }),
    ("an edition replaced by the one before", "ps", Found("edition-tampered", "edition 2 was tampered with"), |v| {
        v.write(&v.manifest(2), v.bytes(&v.manifest(1)));
    }),
    ("a manifest under a name in capitals", "p", Found("edition-tampered", "was renamed"), |v| {
        v.rename("content/editions/0003.manifest", "content/editions/0003.MANIFEST");
    }),
    ("a manifest under full-width digits", "p", Found("edition-tampered", "was renamed"), |v| {
        v.rename("content/editions/0003.manifest", "content/editions/０００３.manifest");
    }),
    ("a manifest under a number with another zero", "p", Found("edition-tampered", "was renamed"), |v| {
        v.rename("content/editions/0003.manifest", "content/editions/00003.manifest");
    }),
    ("a manifest in a folder below", "p", Found("edition-tampered", "was renamed"), |v| {
        v.rename("content/editions/0003.manifest", "content/editions/old/0003.manifest");
    }),
    ("a folder of the site in capitals", "s", Found("edition-missing", "edition 3 is missing"), |v| {
        v.rename("editions/3/manifest.txt", "editions/3/MANIFEST.TXT");
    }),
    ("a link in the place of a manifest", "ps", Found("edition-tampered", "a link, a folder or a device"), |v| {
        let aside = if v.layout == Layout::Project { "content/archive/aside.txt" } else { "aside.txt" };
        v.write(aside, v.bytes(&v.manifest(3)));
        let up = if v.layout == Layout::Project { "../archive/aside.txt" } else { "../../aside.txt" };
        v.link(&v.manifest(3), up);
    }),
    ("a folder in the place of a manifest", "p", Found("edition-tampered", "a link, a folder or a device"), |v| {
        v.remove(&v.manifest(3));
        fs::create_dir(v.project.root().join(v.manifest(3))).unwrap();
    }),
    ("a folder in the place of a manifest of the site", "s", Found("edition-missing", "edition 3 is missing"), |v| {
        v.remove(&v.manifest(3));
        fs::create_dir(v.project.root().join(v.manifest(3))).unwrap();
    }),
    ("a number beyond all bounds", "p", Found("edition-missing", "editions 4 to 4294967294 are missing"), |v| {
        v.write("content/editions/4294967295.manifest", v.bytes(&v.manifest(3)));
    }),
    // Careful forgeries: the copy fits, and the signature is gone.
    ("the last edition falsified with care", "ps", ByPin, |v| {
        v.forge(3, |text| text.replace("as-of 2026-06-20", "as-of 2026-06-19"));
    }),
    ("the last edition falsified, which was signed", "ps", BySigners, |v| {
        v.forge(3, |text| text.replace("as-of 2026-06-20", "as-of 2026-06-19"));
    }),
    (
        "a middle edition falsified with care",
        "ps",
        Found("edition-chain-broken", "edition 3 follows an edition 2"),
        |v| {
            v.forge(2, |text| text.replace("as-of 2026-06-10", "as-of 2026-06-09"));
        },
    ),
    ("a history rewritten from edition 2 on", "ps", ByPin, |v| {
        v.forge_on(2, |text| text.replace("as-of 2026-06-10", "as-of 2026-06-09"));
    }),
    ("a whole history rewritten", "ps", ByPin, |v| {
        v.forge_on(1, |text| text.replace("as-of 2026-06-01", "as-of 2026-05-31"));
    }),
    ("a whole history rewritten, which was signed", "ps", BySigners, |v| {
        v.forge_on(1, |text| text.replace("as-of 2026-06-01", "as-of 2026-05-31"));
    }),
    ("a file taken out with care", "ps", ByPin, |v| {
        v.forge(3, |text| without(text, "content/people.toml"));
    }),
    ("site.toml taken out", "ps", Found("manifest-malformed", "it lists no site.toml"), |v| {
        v.forge(3, |text| without(text, "site.toml"));
    }),
    ("a line twice", "ps", Found("manifest-malformed", "stands out of order, or twice"), |v| {
        v.forge(3, |text| {
            let line = text.lines().find(|line| line.ends_with("people.toml")).unwrap();
            text.replace(line, &format!("{line}\n{line}"))
        });
    }),
    ("lines in another order", "ps", Found("manifest-malformed", "stands out of order"), |v| {
        v.forge(3, |text| {
            let line = text.lines().find(|line| line.ends_with("site.toml")).unwrap();
            without(text, "site.toml").replace("\n\n", &format!("\n\n{line}\n"))
        });
    }),
    ("two paths that differ by case", "ps", Found("manifest-malformed", "differ by case alone"), |v| {
        v.forge(3, |text| {
            let line = text.lines().find(|line| line.ends_with("people.toml")).unwrap();
            text.replace(line, &format!("{}\n{line}", line.replace("people.toml", "peoplE.toml")))
        });
    }),
    ("a path that climbs", "ps", Found("manifest-malformed", "is not the path of an input"), |v| {
        v.forge(3, |text| text.replace("  content/people.toml", "  content/../people.toml"));
    }),
    ("a path from the root", "ps", Found("manifest-malformed", "is not the path of an input"), |v| {
        v.forge(3, |text| text.replace("  content/archive/", "  /content/archive/"));
    }),
    ("a path of what seal writes", "ps", Found("manifest-malformed", "is not the path of an input"), |v| {
        v.forge(3, |text| text.replace("  content/editions/0001.md", "  content/editions/0001.manifest"));
    }),
    ("other line ends", "ps", Found("manifest-malformed", "edition 3"), |v| {
        v.forge(3, |text| text.replace('\n', "\r\n"));
    }),
    ("a mark of byte order", "ps", Found("manifest-malformed", "does not begin"), |v| {
        v.forge(3, |text| format!("\u{feff}{text}"));
    }),
    ("a blank at the end of a line", "ps", Found("manifest-malformed", "is not a value of `as-of`"), |v| {
        v.forge(3, |text| text.replace("as-of 2026-06-20", "as-of 2026-06-20 "));
    }),
    ("an empty line at the end", "ps", Found("manifest-malformed", "edition 3"), |v| {
        v.forge(3, |text| format!("{text}\n"));
    }),
    ("no end of the last line", "ps", Found("manifest-malformed", "its last line has no end"), |v| {
        v.forge(3, |text| text.trim_end().to_owned());
    }),
    ("a digest in capitals", "ps", Found("manifest-malformed", "64 hexadecimal digits"), |v| {
        v.forge(3, |text| {
            let digest = &text.lines().last().unwrap()[..64];
            text.replace(digest, &digest.to_uppercase())
        });
    }),
    ("a number with a zero before it", "ps", Found("manifest-malformed", "edition 3"), |v| {
        v.forge(3, |text| text.replace("edition 3\n", "edition 03\n"));
    }),
    ("another number", "ps", Found("edition-tampered", "says that it is edition 5"), |v| {
        v.forge(3, |text| text.replace("edition 3\n", "edition 5\n"));
    }),
    ("first lines in another order", "ps", Found("manifest-malformed", "a line `site …` is missing"), |v| {
        v.forge(3, |text| {
            let (site, edition) = ("site https://example.org/\n", "edition 3\n");
            text.replace(&format!("{site}{edition}"), &format!("{edition}{site}"))
        });
    }),
    ("a day that is none", "ps", Found("manifest-malformed", "is not a value of `as-of`"), |v| {
        v.forge(3, |text| text.replace("as-of 2026-06-20", "as-of 2026-06-32"));
    }),
    ("another format", "ps", Found("manifest-malformed", "does not begin"), |v| {
        v.forge(3, |text| text.replace("pledgecard-edition 1", "pledgecard-edition 2"));
    }),
    (
        "a day before that of the edition before",
        "ps",
        Found("as-of-backwards", "edition 3 judges a day before"),
        |v| {
            v.forge(3, |text| text.replace("as-of 2026-06-20", "as-of 2026-06-02"));
        },
    ),
    (
        "sealed before the edition before",
        "ps",
        Found("as-of-backwards", "edition 3 was sealed before edition 2"),
        |v| {
            v.forge(3, |text| {
                text.replace("as-of 2026-06-20\nsealed 2026-06-20", "as-of 2026-06-10\nsealed 2026-06-09")
            });
        },
    ),
    ("a day after that of sealing", "ps", Found("as-of-in-future", "edition 3 judges a day after"), |v| {
        v.forge(3, |text| text.replace("as-of 2026-06-20", "as-of 2026-06-21"));
    }),
    ("another predecessor", "ps", Found("edition-chain-broken", "edition 3 follows an edition 2"), |v| {
        let other = Digest::of(b"other").to_string();
        let previous = v.parsed(3).previous.to_string();
        v.forge(3, |text| text.replace(&previous, &other));
    }),
    (
        "a first edition with a predecessor",
        "ps",
        Found("edition-chain-broken", "edition 1 follows an edition"),
        |v| {
            v.forge_on(1, |text| text.replace(&"0".repeat(64), &Digest::of(b"other").to_string()));
        },
    ),
    (
        "an edition that names another site",
        "ps",
        Found("edition-of-another-site", "edition 3 is of another site"),
        |v| {
            v.forge(3, |text| text.replace("site https://example.org/", "site https://example.net/"));
        },
    ),
    ("the edition of another site", "p", Found("edition-chain-broken", "edition 3"), |v| {
        let other = another_site();
        for (path, bytes) in tree(&other.root().join("content/editions")) {
            if path.starts_with("0002") || path.starts_with("objects/") {
                v.write(&format!("content/editions/{path}"), bytes);
            }
        }
    }),
    ("all editions of another site", "p", ByPin, |v| {
        fs::remove_dir_all(v.project.root().join("content/editions")).unwrap();
        for (path, bytes) in tree(&another_site().root().join("content/editions")) {
            v.write(&format!("content/editions/{path}"), bytes);
        }
    }),
    ("an edition more", "p", BySigners, Victim::append),
    (
        "an edition more, which the site does not list",
        "s",
        Found("edition-tampered", "does not list edition 4"),
        Victim::append,
    ),
    // Signatures.
    ("a signature with another byte", "ps", Found("edition-tampered", "signature of edition 2"), |v| {
        v.change(&v.signature(2), |bytes| bytes[100] = if bytes[100] == b'A' { b'B' } else { b'A' });
    }),
    ("a signature cut off", "ps", Found("edition-tampered", "signature of edition 2"), |v| {
        v.change(&v.signature(2), |bytes| bytes.truncate(200));
    }),
    ("a signature with other line ends", "ps", Found("edition-tampered", "signature of edition 2"), |v| {
        let text = String::from_utf8(v.bytes(&v.signature(2))).unwrap().replace('\n', "\r\n");
        v.write(&v.signature(2), text);
    }),
    ("a signature emptied", "ps", Found("edition-tampered", "signature of edition 3"), |v| {
        v.write(&v.signature(3), "");
    }),
    (
        "the signature of another edition",
        "ps",
        Found("edition-tampered", "the signature of edition 2 does not hold"),
        |v| {
            v.swap(&v.signature(2), &v.signature(3));
        },
    ),
    ("the last signature removed", "ps", BySigners, |v| v.remove(&v.signature(3))),
    ("an earlier signature removed, which the last stands for", "ps", Whole, |v| v.remove(&v.signature(2))),
    ("a link in the place of a signature", "p", Found("edition-tampered", "a link, a folder or a device"), |v| {
        v.write("content/archive/aside.txt", v.bytes(&v.signature(3)));
        v.link(&v.signature(3), "../archive/aside.txt");
    }),
    ("a stranger's signature", "ps", BySigners, |v| {
        v.write(&v.signature(3), super::signing::signature("stranger", &v.bytes(&v.manifest(3))));
    }),
    ("a signature of the next edition, as an interrupted seal leaves it", "p", Whole, |v| {
        v.write(&v.signature(4), v.bytes(&v.signature(3)));
    }),
    ("a signature of an edition to come", "p", Found("edition-missing", "edition 5 is missing"), |v| {
        v.write(&v.signature(5), v.bytes(&v.signature(3)));
    }),
    ("a signature alone on the site", "s", Found("edition-missing", "edition 4 is missing"), |v| {
        v.write(&v.signature(4), v.bytes(&v.signature(3)));
    }),
    // The list of the site, and what stands beside.
    ("the list of editions removed", "s", Found("edition-missing", "there is no `editions/timemap`"), |v| {
        v.remove("editions/timemap");
    }),
    ("the list of editions without one", "s", Found("edition-tampered", "does not list edition 2"), |v| v.unlist(2)),
    ("the list of editions with one more", "s", Found("edition-missing", "edition 4 is missing"), |v| {
        let text = String::from_utf8(v.bytes("editions/timemap")).unwrap();
        v.write("editions/timemap", format!("{text},\n<https://example.org/editions/4/>; rel=\"memento\"\n"));
    }),
    ("a page of the site changed", "s", Whole, |v| v.write("editions/1/index.html", "<p>Kept!")),
    ("a file of no edition beside them", "p", Whole, |v| v.write("content/editions/README.txt", "x")),
    ("the note of the next edition", "p", Whole, |v| {
        v.write("content/editions/0004.md", "+++\ntitle = \"x\"\n+++\n");
    }),
];

fn without(text: &str, path: &str) -> String {
    text.split_inclusive('\n').filter(|line| !line.ends_with(&format!("  {path}\n"))).collect()
}

/// A project with two editions of its own.
fn another_site() -> Project {
    let project = Project::base();
    project.edit("site.toml", "https://example.org/", "https://example.net/");
    seal(&project, SEALED[0], &["Other"]);
    rewrite(&project, "pond");
    seal(&project, SEALED[1], &["Other again"]);
    project
}
