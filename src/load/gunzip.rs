//! Gzip, one member or thousands, with bounds. After a damaged member the next one is looked for,
//! so that damage costs what it hits.

use std::io::{self, BufRead, Chain, Read};

use flate2::bufread::GzDecoder;

/// How a member begins.
pub(crate) const MAGIC: &[u8] = b"\x1f\x8b\x08";
/// What unpacks to so many times its packed size is made to do harm: pages pack to a tenth or, where
/// they repeat themselves, to a hundredth; a bomb to a thousandth.
const TIMES: u64 = 300;
/// Up to so many bytes that is not asked.
const SMALL: u64 = 64 * 1024 * 1024;

/// What a gzip file holds. An error tells of a damaged member; reading goes on with the next.
pub(crate) struct Gunzip<R: BufRead> {
    member: Option<GzDecoder<Chain<&'static [u8], Counted<R>>>>,
    unpacked: u64,
    /// Whether it was told that something is damaged, and nothing could be read since.
    is_told: bool,
}

impl<R: BufRead> Gunzip<R> {
    pub(crate) fn new(packed: R) -> Self {
        let packed = Counted { packed, count: 0 };
        Gunzip { member: Some(member(&[], packed)), unpacked: 0, is_told: false }
    }

    /// Goes on to the next member behind one that ended well or not.
    fn go_on(&mut self, ended: GzDecoder<Chain<&'static [u8], Counted<R>>>) {
        let (_, mut packed) = ended.into_inner().into_inner();
        let is_there = packed.find_member();
        self.member = is_there.then(|| member(MAGIC, packed));
    }

    fn is_bomb(&self) -> bool {
        let packed = self.member.as_ref().map_or(0, |member| member.get_ref().get_ref().1.count);
        self.unpacked > SMALL.max(packed.saturating_mul(TIMES))
    }
}

fn member<R: BufRead>(
    begin: &'static [u8],
    packed: Counted<R>,
) -> GzDecoder<Chain<&'static [u8], Counted<R>>> {
    GzDecoder::new(begin.chain(packed))
}

impl<R: BufRead> Read for Gunzip<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        while let Some(mut open) = self.member.take() {
            match open.read(into) {
                Ok(0) => self.go_on(open),
                Ok(count) => {
                    self.member = Some(open);
                    self.unpacked += count as u64;
                    self.is_told = false;
                    if self.is_bomb() {
                        self.member = None;
                        return Err(io::Error::other(format!(
                            "it unpacks to more than {TIMES} times its size"
                        )));
                    }
                    return Ok(count);
                }
                Err(error) => {
                    self.go_on(open);
                    if !std::mem::replace(&mut self.is_told, true) {
                        return Err(error);
                    }
                }
            }
        }
        Ok(0)
    }
}

/// Packed bytes, counted as they are used.
struct Counted<R> {
    packed: R,
    count: u64,
}

impl<R: BufRead> Counted<R> {
    /// Reads up to and with the next bytes that begin a member; tells whether there are any.
    fn find_member(&mut self) -> bool {
        let mut matched = 0;
        while let Ok(bytes) = self.fill_buf()
            && !bytes.is_empty()
        {
            for (at, byte) in bytes.iter().enumerate() {
                matched = if MAGIC.get(matched) == Some(byte) {
                    matched + 1
                } else {
                    usize::from(MAGIC.first() == Some(byte))
                };
                if matched == MAGIC.len() {
                    self.consume(at + 1);
                    return true;
                }
            }
            let all = bytes.len();
            self.consume(all);
        }
        false
    }
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.packed.read(into)?;
        self.count += count as u64;
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.packed.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.packed.consume(count);
        self.count += count as u64;
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::Gunzip;

    fn packed(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    /// What can be read, with a `!` for each error.
    fn read(bytes: &[u8]) -> String {
        let mut gunzip = Gunzip::new(bytes);
        let (mut text, mut into) = (String::new(), [0; 64]);
        loop {
            match gunzip.read(&mut into) {
                Ok(0) => return text,
                Ok(count) => text.push_str(&String::from_utf8_lossy(&into[..count])),
                Err(_) => text.push('!'),
            }
        }
    }

    #[test]
    fn damage_costs_the_member_that_it_hits() {
        let members = [packed("Nine cracks. "), packed("The ferry is full. "), packed("Enough.")];
        assert_eq!(read(&members.concat()), "Nine cracks. The ferry is full. Enough.");
        let mut broken = members.clone();
        broken[1][14..20].fill(0xff);
        let read_broken = read(&broken.concat());
        assert!(read_broken.starts_with("Nine cracks. ") && read_broken.ends_with("!Enough."));
        let cut = members.concat();
        assert_eq!(read(&cut[..cut.len() - 9]), "Nine cracks. The ferry is full. Enough.!");
        assert_eq!(
            read(&[&members[0][..], &[0; 600], &members[2]].concat()),
            "Nine cracks. Enough."
        );
    }
}
