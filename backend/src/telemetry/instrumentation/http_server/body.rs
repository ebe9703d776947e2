//! The body of an answer, which ends its request.

use super::exchange::Exchange;
use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll};

/// A body that ends an exchange: with its last frame, with an error, or when it is dropped. Its length is told as before, so that answers keep
/// their header `content-length`.
#[derive(Debug)]
pub(super) struct ObservedBody {
    body: Body,
    /// None once the body has ended.
    exchange: Option<Exchange>,
}

impl ObservedBody {
    pub(super) const fn new(body: Body, exchange: Exchange) -> Self {
        Self { body, exchange: Some(exchange) }
    }
}

impl HttpBody for ObservedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let current = self.exchange.as_ref().and_then(Exchange::attach);
        let polled = Pin::new(&mut self.body).poll_frame(context);
        drop(current);
        let ended = match &polled {
            Poll::Pending => false,
            Poll::Ready(None) => true,
            Poll::Ready(Some(Ok(_))) => self.body.is_end_stream(),
            Poll::Ready(Some(Err(error))) => {
                if let Some(exchange) = &self.exchange {
                    exchange.span().record_error(error);
                }
                true
            }
        };
        if ended {
            self.exchange = None;
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
