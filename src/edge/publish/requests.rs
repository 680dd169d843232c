//! How the requests of a bucket's library are sent: by the client that the rest of the program has.
//! Never: what is asked of a bucket.

use std::io;
use std::time::Duration;

use async_trait::async_trait;
use http_body_util::BodyExt as _;
use jiff::SignedDuration;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpResponseBody, HttpService,
};
use object_store::{ClientConfigKey as Key, ClientOptions, Error, Result};
use ureq::http::{Method, Request, Response};
use ureq::{Agent, Proxy};

use super::super::http;
use super::door::AT_ONCE;

/// What makes a client of the options that the environment gives.
#[derive(Debug)]
pub struct Connector;

/// Options that change whom a client trusts or how it reaches a server, and that this one does not have.
const REFUSED: [Key; 5] = [
    Key::AllowInvalidCertificates,
    Key::NoSystemCertificates,
    Key::ProxyCaCertificate,
    Key::ProxyExcludes,
    Key::ReadTimeout,
];

impl HttpConnector for Connector {
    fn connect(&self, options: &ClientOptions) -> Result<HttpClient> {
        let usual = ClientOptions::default();
        let is_refused = |key: &&Key| options.get_config_value(key) != usual.get_config_value(key);
        if let Some(key) = REFUSED.iter().find(is_refused) {
            return Err(refused(&format!("this program does not follow `{}`: take it away", key.as_ref())));
        }
        let time = |key| options.get_config_value(&key).map(|text| duration(&text)).transpose();
        let proxy = options.get_config_value(&Key::ProxyUrl).map(|url| Proxy::new(&url)).transpose();
        let mut config = http::config()
            .https_only(options.get_config_value(&Key::AllowHttp).as_deref() != Some("true"))
            .timeout_global(time(Key::Timeout)?)
            .timeout_connect(time(Key::ConnectTimeout)?)
            .max_idle_connections_per_host(AT_ONCE);
        if let Some(proxy) = proxy.map_err(|error| refused(&error.to_string()))? {
            config = config.proxy(Some(proxy));
        }
        Ok(HttpClient::new(Sender(config.build().into())))
    }
}

/// A duration as the options write it: `30s`, `1m 30s`.
fn duration(text: &str) -> Result<Duration> {
    let parsed = text.parse::<SignedDuration>().ok().and_then(|one| one.try_into().ok());
    parsed.ok_or_else(|| refused(&format!("`{text}` is no duration: write it as `30s`")))
}

fn refused(reason: &str) -> Error {
    Error::Generic { store: "HTTP", source: reason.into() }
}

/// Sends requests on threads of their own: the client waits for each.
#[derive(Debug)]
struct Sender(Agent);

#[async_trait]
impl HttpService for Sender {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let agent = self.0.clone();
        let sent = tokio::task::spawn_blocking(move || send(&agent, Request::from_parts(parts, &body[..])));
        let answer = sent.await.map_err(|error| HttpError::new(HttpErrorKind::Unknown, error))?;
        answer.map_err(|error| HttpError::new(kind(&error), error))
    }
}

/// Sends a request and reads its whole answer, of any size: the list of a bucket and our own files.
fn send(agent: &Agent, request: Request<&[u8]>) -> Result<HttpResponse, ureq::Error> {
    let is_bare = request.body().is_empty() && [Method::GET, Method::HEAD, Method::DELETE].contains(request.method());
    let answer = if is_bare { agent.run(request.map(|_| ())) } else { agent.run(request) };
    let (parts, body) = answer?.into_parts();
    let bytes = body.into_with_config().limit(u64::MAX).read_to_vec()?;
    Ok(Response::from_parts(parts, HttpResponseBody::from(bytes)))
}

/// What the bucket's library goes by when it asks whether a request may be sent again.
fn kind(error: &ureq::Error) -> HttpErrorKind {
    match error {
        ureq::Error::Timeout(_) => HttpErrorKind::Timeout,
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => HttpErrorKind::Connect,
        ureq::Error::Io(error) => match error.kind() {
            io::ErrorKind::TimedOut => HttpErrorKind::Timeout,
            io::ErrorKind::ConnectionRefused => HttpErrorKind::Connect,
            // A server that closed the connection before it answered.
            io::ErrorKind::UnexpectedEof => HttpErrorKind::Request,
            io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => {
                HttpErrorKind::Interrupted
            }
            _ => HttpErrorKind::Unknown,
        },
        _ => HttpErrorKind::Unknown,
    }
}
