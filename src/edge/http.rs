//! The client that asks servers, for what reads a published site and for what publishes one.
//! Never: what is asked, and what an answer means.

use ureq::Agent;
use ureq::config::ConfigBuilder;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::typestate::AgentScope;

/// What every client has in common: it trusts whom the system trusts (a newsroom's own proxy among them), takes its way
/// from `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, and hands on each answer, whatever its status.
pub(super) fn config() -> ConfigBuilder<AgentScope> {
    let trusted = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    Agent::config_builder()
        .tls_config(trusted)
        .http_status_as_error(false)
        .user_agent(concat!("pledgecard/", env!("CARGO_PKG_VERSION")))
}
