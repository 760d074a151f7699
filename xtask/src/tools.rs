//! Finds the programs that the tests need, and installs missing ones with the system's package manager.

use crate::shell::{Result, heading, output, run, succeeds};
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

const BROWSERS: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const BROWSER_PATHS: [&str; 7] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files\Chromium\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    "/snap/bin/chromium",
];

struct Manager {
    program: &'static str,
    refresh: &'static [&'static str],
    install: &'static [&'static str],
    browser: &'static [&'static str],
    node: &'static [&'static str],
    /// Firefox, and the driver of WebKitGTK with a screen in memory; empty where the names are not known.
    firefox: &'static [&'static str],
    webkit: &'static [&'static str],
    /// Whether it writes to the system and therefore has to run as root.
    root: bool,
}

const MANAGERS: [Manager; 5] = [
    Manager {
        program: "apt-get",
        refresh: &["update"],
        install: &["install", "-y", "--no-install-recommends"],
        browser: &["chromium"],
        node: &["nodejs", "npm"],
        firefox: &["firefox-esr"],
        webkit: &["webkit2gtk-driver", "xvfb"],
        root: true,
    },
    Manager {
        program: "dnf",
        refresh: &[],
        install: &["install", "-y"],
        browser: &["chromium"],
        node: &["nodejs", "nodejs-npm"],
        firefox: &["firefox"],
        webkit: &[],
        root: true,
    },
    Manager {
        program: "pacman",
        refresh: &[],
        install: &["-Sy", "--noconfirm"],
        browser: &["chromium"],
        node: &["nodejs", "npm"],
        firefox: &["firefox"],
        webkit: &[],
        root: true,
    },
    Manager {
        program: "apk",
        refresh: &[],
        install: &["add"],
        browser: &["chromium"],
        node: &["nodejs", "npm"],
        firefox: &["firefox"],
        webkit: &[],
        root: true,
    },
    Manager {
        program: "brew",
        refresh: &[],
        install: &["install"],
        browser: &["--cask", "chromium"],
        node: &["node"],
        firefox: &["--cask", "firefox"],
        webkit: &[],
        root: false,
    },
];

/// A Chromium-based browser: the one in `CHROMIUM` or `CHROME`, else one that is found or installed.
pub fn browser() -> Result<PathBuf> {
    for variable in ["CHROMIUM", "CHROME"] {
        if let Some(named) = env::var_os(variable).filter(|value| !value.is_empty()) {
            let path = PathBuf::from(&named);
            let found = if path.is_file() { Some(path) } else { named.to_str().and_then(on_path) };
            return found.ok_or_else(|| format!("{variable} names {}, which is not there", named.display()));
        }
    }
    find_browser().map_or_else(
        || {
            install("a Chromium browser", |manager| manager.browser)?;
            find_browser().ok_or_else(|| {
                "no Chromium was found after installing it: name one with the variable CHROMIUM".to_string()
            })
        },
        Ok,
    )
}

/// Firefox: the one in `FIREFOX`, else one that is found or installed.
pub fn firefox() -> Result<PathBuf> {
    named_or_installed("FIREFOX", "Firefox", &["firefox", "firefox-esr"], |manager| manager.firefox)
}

/// The programs that drive WebKitGTK's browser: its driver, and a screen in memory.
pub fn webkit() -> Result<[(&'static str, PathBuf); 2]> {
    let find = |variable, program| {
        named_or_installed(variable, "WebKitGTK with its driver, and Xvfb,", &[program], |manager| manager.webkit)
            .map(|path| (variable, path))
    };
    Ok([find("WEBKIT_DRIVER", "WebKitWebDriver")?, find("XVFB", "Xvfb")?])
}

fn named_or_installed(
    variable: &str,
    what: &str,
    programs: &[&str],
    packages: impl Fn(&Manager) -> &'static [&'static str],
) -> Result<PathBuf> {
    if let Some(named) = env::var_os(variable).filter(|value| !value.is_empty()) {
        let path = PathBuf::from(&named);
        return if path.is_file() {
            Ok(path)
        } else {
            Err(format!("{variable} names {}, which is not there", path.display()))
        };
    }
    let found = || programs.iter().find_map(|program| on_path(program));
    found().map_or_else(
        || {
            install(what, packages)?;
            found().ok_or_else(|| format!("{what} was not found after installing it: name it with {variable}"))
        },
        Ok,
    )
}

/// Node and npm, installed if need be.
pub fn node() -> Result {
    if on_path("node").is_none() || on_path("npm").is_none() {
        install("Node and npm", |manager| manager.node)?;
    }
    on_path("node")
        .and(on_path("npm"))
        .ok_or("Node and npm are not on the PATH after installing them: install them, then run this again")?;
    let version = output(Command::new("node").arg("--version"))?;
    let mut numbers = version.trim().trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    // The first version that recognises a plain `.js` file as a module by itself.
    if found < (20, 19) {
        return Err(format!("Node 20.19 or newer is needed, and this one is {}", version.trim()));
    }
    Ok(())
}

/// The path of the program with this name, if it is on the `PATH`.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
    env::split_paths(&env::var_os("PATH")?)
        .flat_map(|folder| endings.iter().map(move |ending| folder.join(format!("{name}{ending}"))))
        .find(|path| path.is_file())
}

fn find_browser() -> Option<PathBuf> {
    // Some distributions have a script of this name that only explains how to install the browser. A real one answers.
    let answers = |path: &PathBuf| cfg!(windows) || succeeds(Command::new(path).arg("--version"));
    let named = BROWSERS.iter().filter_map(|name| on_path(name));
    let known = BROWSER_PATHS.iter().map(Path::new).filter(|path| path.is_file()).map(Path::to_path_buf);
    named.chain(known).find(answers)
}

fn install(what: &str, packages: impl Fn(&Manager) -> &'static [&'static str]) -> Result {
    let manual = format!("{what} is missing: install it, then run this again");
    let knows = |manager: &&Manager| on_path(manager.program).is_some() && !packages(manager).is_empty();
    let manager = MANAGERS.iter().find(knows).ok_or(manual.clone())?;
    let prefix: &[&str] = if !manager.root || is_root() {
        &[]
    } else if succeeds(Command::new("sudo").args(["-n", "true"])) {
        &["sudo", "-n"]
    } else {
        return Err(format!("{manual} (`{}` needs root)", manager.program));
    };
    let command = |arguments: &[&str]| {
        let words = [prefix, &[manager.program], arguments].concat();
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    heading(&format!("installing {what} with {}", manager.program));
    let refreshed = if manager.refresh.is_empty() { Ok(()) } else { run(&mut command(manager.refresh)) };
    refreshed
        .and_then(|()| run(&mut command(&[manager.install, packages(manager)].concat())))
        .map_err(|error| format!("{manual} ({error})"))
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
