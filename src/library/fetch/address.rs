//! Which addresses pages are fetched from: those that the whole world has. A page could send to a
//! machine that only this one can reach, and a name can lead there.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Looks names up, and gives those addresses alone that may be connected to.
#[derive(Debug, Default)]
pub(super) struct Public(DefaultResolver);

impl Resolver for Public {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let mut public = self.empty();
        for address in &self.0.resolve(uri, config, timeout)? {
            if is_public(address.ip()) || is_test(address.ip()) {
                public.push(*address);
            }
        }
        if public.is_empty() {
            return Err(Error::Io(io::Error::new(ErrorKind::PermissionDenied, "not public")));
        }
        Ok(public)
    }
}

/// Whether this is the machine itself and a test serves pages there. What is shipped cannot be told
/// so.
fn is_test(address: IpAddr) -> bool {
    cfg!(debug_assertions)
        && address.is_loopback()
        && std::env::var_os("RASHOMON_FETCH_LOOPBACK").is_some()
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = match (a, b, c) {
        // This network; shared by a provider; protocols; measurements; kept for later.
        (0 | 240.., ..) | (100, 64..=127, _) | (192, 0, 0) | (198, 18..=19, _) => true,
        // Relays to the newer addresses.
        (192, 88, 99) => true,
        _ => false,
    };
    !(is_special
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, c, d, .., g, h] = address.segments();
    let v4 = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    match (a, b, c, d) {
        // An older address in a newer one: as it is, translated, and by a relay.
        (0, 0, 0, 0) if address.to_ipv4_mapped().is_some() => is_public_v4(v4(g, h)),
        (0x64, 0xff9b, 0, 0) => is_public_v4(v4(g, h)),
        (0x2002, high, low, _) => is_public_v4(v4(high, low)),
        // Protocols and tunnels; documentation.
        (0x2001, ..=0x01ff | 0x0db8, ..) | (0x3fff, ..=0x0fff, ..) => false,
        // All others that are given out begin so.
        _ => a & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn only_addresses_of_the_whole_world_are_public() {
        for address in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "2002:a00:1::",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in [
            "1.1.1.1",
            "100.63.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.20.0.1",
            "223.255.255.255",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
            "2002:101:101::1",
            "2606:4700::1",
            "2a00:1450::1",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }
}
