//! `cargo xtask serve`: builds the page and serves `dist/` to this machine.

use crate::dist::{build, dist};
use crate::module::Optimise;
use crate::shell::{Result, heading};
use percent_encoding::percent_decode_str;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::{Component, Path, PathBuf};
use std::thread;
use tiny_http::{Header, Method, Request, Response, Server};

/// `cargo xtask serve [--port N] [--no-build]`.
pub fn command(options: &[&str]) -> Result {
    let (mut port, mut wants_build) = (8080, true);
    let mut rest = options;
    loop {
        rest = match rest {
            [] => break,
            ["--port", number, rest @ ..] => {
                port = number.parse().map_err(|_| format!("`--port` takes a number up to 65535, not `{number}`"))?;
                rest
            }
            ["--no-build", rest @ ..] => {
                wants_build = false;
                rest
            }
            [other, ..] => return Err(format!("`serve` takes `--port N` and `--no-build`, not `{other}`")),
        };
    }
    if wants_build {
        build(Optimise::No)?;
    } else if !dist().join("index.html").is_file() {
        return Err("dist/ has no index.html: run without `--no-build`".into());
    }
    let listeners = listen(port)?;
    let taken = listeners[0].local_addr().map_err(|error| format!("the server has no address: {error}"))?.port();
    heading(&format!("serving dist/ at http://localhost:{taken}/ (Ctrl+C ends it)"));
    answer(listeners)
}

/// Listens at this port or the next free one, on both loopback addresses, because `localhost` can mean either.
fn listen(wanted: u16) -> Result<Vec<TcpListener>> {
    for port in wanted..=u16::MAX {
        let bound = |address| TcpListener::bind(SocketAddr::new(address, port));
        match bound(Ipv4Addr::LOCALHOST.into()) {
            Ok(first) => {
                // With port 0 the system chooses a port for IPv4. For IPv6 it would choose a different one.
                let second = if port == 0 { None } else { Some(bound(Ipv6Addr::LOCALHOST.into())) };
                match second {
                    Some(Err(error)) if error.kind() == ErrorKind::AddrInUse => {}
                    second => {
                        return Ok([Some(first), second.and_then(std::io::Result::ok)].into_iter().flatten().collect());
                    }
                }
            }
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(format!("port {port} cannot be opened: {error}")),
        }
        println!("port {port} is taken, trying the next");
    }
    Err(format!("no port from {wanted} upwards is free"))
}

fn answer(listeners: Vec<TcpListener>) -> Result {
    thread::scope(|scope| {
        for listener in listeners {
            let server = Server::from_listener(listener, None).map_err(|error| format!("no server: {error}"))?;
            // The requests are for small local files. With a few threads, one slow reader does not stop the others.
            let server = std::sync::Arc::new(server);
            for _ in 0..4 {
                let server = server.clone();
                scope.spawn(move || server.incoming_requests().for_each(respond));
            }
        }
        Ok(())
    })
}

fn respond(request: Request) {
    let sent = match request.method() {
        Method::Get | Method::Head => match locate(request.url()).map(|path| (std::fs::read(&path), path)) {
            Some((Ok(bytes), path)) => request.respond(
                Response::from_data(bytes)
                    .with_header(header("Content-Type", mime(&path)))
                    .with_header(header("Cache-Control", "no-cache")),
            ),
            _ => plain(request, 404, "There is no such file here."),
        },
        _ => plain(request, 405, "This server only answers GET and HEAD."),
    };
    // A client that disconnected is no error.
    let _ = sent;
}

fn plain(request: Request, status: u16, text: &str) -> std::io::Result<()> {
    let response = Response::from_string(text).with_status_code(status);
    request.respond(response.with_header(header("Content-Type", "text/plain; charset=utf-8")))
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("names and values here are plain ASCII")
}

/// The file of `dist` that a request asks for; `None` if the path leads outside `dist`.
fn locate(url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.strip_prefix('/')?;
    let path = percent_decode_str(path).decode_utf8().ok()?;
    if path.contains(['\0', '\\', ':'])
        || !Path::new(&*path).components().all(|part| matches!(part, Component::Normal(_)))
    {
        return None;
    }
    let file = dist().join(&*path);
    Some(if file.is_dir() { file.join("index.html") } else { file })
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("csv") => "text/csv; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("md" | "txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_dist() {
        for url in
            ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/www/../../x", "//etc/passwd", "/%2Fetc/passwd", "/c:/x", "x"]
        {
            assert_eq!(locate(url), None, "{url}");
        }
    }

    #[test]
    fn a_query_does_not_change_which_file_is_meant() {
        assert_eq!(locate("/engine.js?v=1"), Some(dist().join("engine.js")));
        assert_eq!(locate("/data/a%20b.csv"), Some(dist().join("data/a b.csv")));
    }

    #[test]
    fn a_taken_port_gives_the_next_free_one() {
        let first = listen(18_080).unwrap();
        let second = listen(first[0].local_addr().unwrap().port()).unwrap();
        assert!(second[0].local_addr().unwrap().port() > first[0].local_addr().unwrap().port());
    }
}
