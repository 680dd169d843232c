//! The smallest bad input for each code, and the exact printed fault: tests/refused/<code>/. `BLESS=1` rewrites them.

use std::fs;
use std::path::Path;

use pledgecard::diagnostic::Code;

use super::bench::{Project, blessing, copy, home};

/// The cases: folder name and code, the longest that the name begins with.
pub(crate) fn cases() -> Vec<(String, Code)> {
    let mut cases = Vec::new();
    for entry in fs::read_dir(home().join("tests/refused")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let fits = |code: &&Code| name == code.as_str() || name.starts_with(&format!("{}-", code.as_str()));
        let code = Code::ALL.iter().filter(fits).max_by_key(|code| code.as_str().len());
        cases.push((name.clone(), *code.unwrap_or_else(|| panic!("`{name}` is not named after a code"))));
    }
    cases.sort();
    cases
}

#[test]
fn each_is_refused_with_the_fault_that_its_case_shows() {
    let mut wrong = Vec::new();
    for (name, code) in cases() {
        let folder = home().join("tests/refused").join(&name);
        let project = merged(&folder);
        let faults = project.run(&["check", "--color", "never", "--today", super::bench::TODAY, "--root", "."]).out;
        let expected = folder.join("expected.txt");
        if blessing() {
            fs::write(&expected, &faults).unwrap();
        }
        if !faults.contains(&format!("[{}]", code.as_str())) {
            wrong.push(format!("{name}: shows no `{}`:\n{faults}", code.as_str()));
        } else if fs::read_to_string(&expected).unwrap_or_default() != faults {
            wrong.push(format!("{name}: printed\n{faults}"));
        }
    }
    assert!(wrong.is_empty(), "{} cases differ (BLESS=1 accepts):\n{}", wrong.len(), wrong.join("\n"));
}

/// The base project with what a case removes and puts over it.
fn merged(folder: &Path) -> Project {
    let project = Project::base();
    for path in fs::read_to_string(folder.join("remove.txt")).unwrap_or_default().lines() {
        project.remove(path.trim());
    }
    if folder.join("files").is_dir() {
        copy(&folder.join("files"), project.root());
    }
    project
}
