//! Stand-ins for the model services: from a seed to answers that are always the same.
//!
//! They speak as RT-DETR's service and llama.cpp's server do, and can be slow, fail, answer nonsense and hang, so that a newcomer, a test and
//! a demonstration need no graphics card.

mod behaviour;
mod chance;
mod nemotron;
mod rtdetr;
mod server;
#[cfg(test)]
mod tests;

pub use behaviour::Behaviour;
pub use server::{Running, Simulated, StartError, start};

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

/// What the stand-ins do.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where they listen.
    pub address: IpAddr,
    /// The port of RT-DETR's; 0 is any free one.
    pub rtdetr_port: u16,
    /// The port of Nemotron's; 0 is any free one.
    pub nemotron_port: u16,
    /// What answers, delays and faults are made of: the same seed and the same requests in the same order give the same.
    pub seed: u64,
    /// How RT-DETR's behaves.
    pub rtdetr: Behaviour,
    /// How Nemotron's behaves.
    pub nemotron: Behaviour,
    /// How often Nemotron's writes something that is no assessment, as models do: a part of all requests, from 0 to 1.
    pub unparsable_rate: f64,
    /// For how long after its start Nemotron's says that its model is loading.
    pub loading: Duration,
}

impl Default for Options {
    /// Without faults, on free ports of the loopback device.
    fn default() -> Self {
        Self {
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            rtdetr_port: 0,
            nemotron_port: 0,
            seed: 0,
            rtdetr: Behaviour::default(),
            nemotron: Behaviour::default(),
            unparsable_rate: 0.0,
            loading: Duration::ZERO,
        }
    }
}
