//! A small HTTP/1.1 server for the preview: it reads requests, asks `preview` for the answers, and sends them. A thread
//! for each connection: an editor's browser has a handful. It is our own because the target must be seen byte for byte:
//! libraries mend it first. Never: what to answer, a file.

use std::io::{self, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

use super::WorldError;
use super::clock::Stopwatch;
use crate::preview::{Answer, Ask, Door, Script, Shown, answer, news};

/// The longest head of a request.
const LONGEST_HEAD: usize = 32 * 1024;
/// The most headers of a request.
const MOST_HEADERS: usize = 64;
/// The most connections at a time.
const MOST_CONNECTIONS: usize = 256;
/// How long a connection is kept on which nothing comes.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often a stream of events is shown to be alive.
const PULSE: Duration = Duration::from_secs(25);
/// How many ports are tried after one that is busy.
const TRIED: u16 = 100;

/// What every connection needs.
pub struct Server {
    /// Who may ask.
    pub door: Door,
    /// What is added to pages.
    pub script: Script,
    shown: Mutex<Option<Arc<Shown>>>,
    changed: Condvar,
    connections: AtomicUsize,
}

impl Server {
    /// A server that shows nothing yet: requests wait for the first compilation.
    pub fn new(door: Door, script: Script) -> Self {
        let (shown, changed, connections) = (Mutex::default(), Condvar::new(), AtomicUsize::new(0));
        Self { door, script, shown, changed, connections }
    }

    /// Shows another compilation, to everyone at once.
    pub fn show(&self, shown: Arc<Shown>) {
        // The one before is let go of after the lock is: it may be large.
        let before = self.lock().replace(shown);
        self.changed.notify_all();
        drop(before);
    }

    fn lock(&self) -> MutexGuard<'_, Option<Arc<Shown>>> {
        self.shown.lock().expect("no thread panics while it holds the lock")
    }

    /// What is shown, after a compilation other than `known`; `None` where none came for some time.
    fn wait(&self, known: Option<u64>) -> Option<Arc<Shown>> {
        let is_known = |shown: &mut Option<Arc<Shown>>| shown.as_ref().is_none_or(|one| known == Some(one.number));
        let (guard, _) =
            self.changed.wait_timeout_while(self.lock(), PULSE, is_known).expect("no thread panics with the lock");
        guard.clone().filter(|one| known != Some(one.number))
    }

    /// What is shown; before the first compilation has come, it is waited for.
    fn shown_now(&self) -> Arc<Shown> {
        loop {
            if let Some(shown) = self.wait(None) {
                return shown;
            }
        }
    }

    /// Serves the connections of a listener, for ever.
    pub fn serve(self: Arc<Self>, listener: TcpListener) {
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else {
                    // Too many open files: the next try should not come at once.
                    std::thread::sleep(Duration::from_millis(10));
                    continue;
                };
                let server = self.clone();
                if server.connections.fetch_add(1, Ordering::Relaxed) < MOST_CONNECTIONS {
                    std::thread::spawn(move || {
                        let _one = Connected(&server.connections);
                        // A browser that goes away is no failure of ours.
                        let _ = converse(&server, stream);
                    });
                } else {
                    server.connections.fetch_sub(1, Ordering::Relaxed);
                }
            }
        });
    }
}

/// Counts a connection until it ends, however it ends.
struct Connected<'c>(&'c AtomicUsize);

impl Drop for Connected<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Listens on an interface, or where none is given on both loopback addresses; a busy port gives way to the next free
/// one. The port is the same for all.
pub fn listen(host: Option<IpAddr>, port: u16) -> Result<(Vec<TcpListener>, u16), WorldError> {
    let last = port.saturating_add(TRIED);
    for tried in port..=last {
        match listen_at(host, tried) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && tried < last => {}
            Err(error) => return Err(WorldError::new("listen on port", tried.to_string().as_ref(), error)),
            Ok(listeners) => {
                let bound = listeners[0].local_addr().map_or(tried, |address| address.port());
                return Ok((listeners, bound));
            }
        }
    }
    unreachable!("the last port that is tried returns")
}

fn listen_at(host: Option<IpAddr>, port: u16) -> io::Result<Vec<TcpListener>> {
    let first = TcpListener::bind(SocketAddr::new(host.unwrap_or(Ipv4Addr::LOCALHOST.into()), port))?;
    if host.is_some() {
        return Ok(vec![first]);
    }
    let port = first.local_addr()?.port();
    match TcpListener::bind(SocketAddr::new(Ipv6Addr::LOCALHOST.into(), port)) {
        Ok(second) => Ok(vec![first, second]),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(error),
        // A machine without IPv6.
        Err(_) => Ok(vec![first]),
    }
}

/// A token that cannot be guessed.
pub fn token() -> Result<String, WorldError> {
    let mut bytes = [0; 16];
    let failed = |error: getrandom::Error| WorldError::new("read", "random bytes".as_ref(), io::Error::other(error));
    getrandom::fill(&mut bytes).map_err(failed)?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

/// Answers the requests of one connection.
fn converse(server: &Server, mut stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut read = Vec::new();
    loop {
        let Some(end) = head(&mut stream, &mut read)? else { return Ok(()) };
        let (answer, head_only, close) = answer_to(server, &read[..end]);
        match answer {
            Answer::Events { .. } if head_only => {
                stream.write_all(top(200, "text/event-stream", None, true, None).as_bytes())?;
                return part(&mut stream);
            }
            Answer::Events { page, has } => return tell(server, &mut stream, &page, has),
            Answer::Whole { status, kind, location, body } => {
                let length = body.len();
                let mut bytes = top(status, kind, location.as_deref(), close, Some(length)).into_bytes();
                if !head_only {
                    bytes.extend(body);
                }
                stream.write_all(&bytes)?;
            }
        }
        if close {
            return part(&mut stream);
        }
        read.drain(..end);
    }
}

/// Ends a connection: what still comes is read for a moment, since bytes left unread would take the answer back.
fn part(stream: &mut TcpStream) -> io::Result<()> {
    stream.shutdown(std::net::Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_millis(200)))?;
    let watch = Stopwatch::start();
    let mut buffer = [0; 4096];
    while watch.elapsed() < Duration::from_secs(2) && stream.read(&mut buffer)? > 0 {}
    Ok(())
}

/// Reads until a head has ended; `None` where the connection ends first.
fn head(stream: &mut TcpStream, read: &mut Vec<u8>) -> io::Result<Option<usize>> {
    let mut buffer = [0; 4096];
    let watch = Stopwatch::start();
    loop {
        if let Some(at) = memchr::memmem::find(read, b"\r\n\r\n") {
            return Ok(Some(at + 4));
        }
        if read.len() > LONGEST_HEAD {
            return Ok(Some(read.len()));
        }
        let left = PATIENCE.saturating_sub(watch.elapsed());
        if left.is_zero() {
            return Ok(None);
        }
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut buffer)? {
            0 => return Ok(None),
            count => read.extend_from_slice(&buffer[..count]),
        }
    }
}

/// The answer to a head; whether it is for its own head alone, and whether the connection then ends.
fn answer_to(server: &Server, head: &[u8]) -> (Answer, bool, bool) {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    if !matches!(request.parse(head), Ok(httparse::Status::Complete(_))) {
        return (Answer::said(400, "the request is not sound"), false, true);
    }
    let all = |name: &str| {
        let named = request.headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        named.map(|header| std::str::from_utf8(header.value).unwrap_or("?").trim()).collect::<Vec<_>>()
    };
    let one = |name: &str| match all(name)[..] {
        [] => None,
        [one] => Some(one),
        // What is said twice cannot be believed.
        _ => Some("?"),
    };
    let has_body = one("transfer-encoding").is_some() || one("content-length").is_some_and(|length| length != "0");
    let ask = Ask {
        method: request.method.unwrap_or_default(),
        target: request.path.unwrap_or_default(),
        host: one("host").unwrap_or_default(),
        origin: one("origin"),
        site: one("sec-fetch-site"),
        mode: one("sec-fetch-mode"),
        dest: one("sec-fetch-dest"),
        has_body,
    };
    let close = has_body
        || request.version == Some(0)
        || one("connection").is_some_and(|one| one.eq_ignore_ascii_case("close"));
    // Who is refused need not wait.
    let answered = match server.door.refusal(&ask) {
        Some((status, reason)) => Answer::said(status, reason),
        None => answer(&server.shown_now(), &server.door, &server.script, &ask),
    };
    (answered, ask.method == "HEAD", close)
}

/// The head of an answer. No other site may read it, embed it or keep it.
fn top(status: u16, kind: &str, location: Option<&str>, close: bool, length: Option<usize>) -> String {
    let reason = match status {
        200 => "OK",
        307 => "Temporary Redirect",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        _ => "Internal Server Error",
    };
    let mut head = format!(
        "HTTP/1.1 {status} {reason}\r\nContent-Type: {kind}\r\nCache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n\
         Referrer-Policy: no-referrer\r\n"
    );
    if let Some(location) = location {
        head.push_str(&format!("Location: {location}\r\n"));
    }
    if status == 405 {
        head.push_str("Allow: GET, HEAD\r\n");
    }
    if let Some(length) = length {
        head.push_str(&format!("Content-Length: {length}\r\n"));
    }
    head.push_str(if close { "Connection: close\r\n\r\n" } else { "\r\n" });
    head
}

/// Tells a page in a browser what becomes of it, until the browser goes away.
fn tell(server: &Server, stream: &mut TcpStream, page: &str, mut has: String) -> io::Result<()> {
    stream.write_all(top(200, "text/event-stream", None, true, None).as_bytes())?;
    let mut known = None;
    loop {
        match server.wait(known) {
            None => stream.write_all(b":\n\n")?,
            Some(shown) => {
                known = Some(shown.number);
                let (told, now) = news(&shown, page, &has);
                drop(shown);
                stream.write_all(format!("retry: 500\ndata: {told}\n\n").as_bytes())?;
                has = now;
            }
        }
    }
}
