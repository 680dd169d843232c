//! Small projects and the exact files that they give: tests/golden/<name>/{project,expected}. `BLESS=1` rewrites; an
//! expected file that is left over is a failure.

use std::fs;

use super::bench::{TODAY, blessing, home, run, tree};

#[test]
fn each_project_gives_exactly_these_files() {
    for entry in fs::read_dir(home().join("tests/golden")).unwrap() {
        let folder = entry.unwrap().path();
        let expected = folder.join("expected");
        let out = tempfile::tempdir().unwrap();
        let target = out.path().join("site");
        let args = ["build", "--quiet", "--today", TODAY, "--out", target.to_str().unwrap()];
        let ran = run(&folder.join("project"), &args);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let mut built = tree(&target);
        built.remove(".pledgecard");
        if blessing() {
            fs::remove_dir_all(&expected).ok();
            for (path, bytes) in &built {
                fs::create_dir_all(expected.join(path).parent().unwrap()).unwrap();
                fs::write(expected.join(path), bytes).unwrap();
            }
        }
        let accepted = tree(&expected);
        let names = |tree: &std::collections::BTreeMap<String, Vec<u8>>| tree.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&built), names(&accepted), "{}", folder.display());
        for (path, bytes) in &built {
            let (got, wanted) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&accepted[path]));
            assert_eq!(got, wanted, "{path} of {} (BLESS=1 accepts)", folder.display());
        }
    }
}
