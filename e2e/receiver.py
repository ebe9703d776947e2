"""A collector of spans, written with OpenTelemetry's own Python package: OTLP over gRPC and over HTTP."""

import threading
from concurrent import futures
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import grpc
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc


@dataclass(frozen=True)
class Span:
    """A span as it arrived."""

    service: str
    name: str
    trace_id: str
    span_id: str
    parent_id: str
    attributes: dict
    is_error: bool
    links: tuple


def value(any_value):
    return getattr(any_value, any_value.WhichOneof("value")) if any_value.WhichOneof("value") else None


def attributes(pairs):
    return {pair.key: value(pair.value) for pair in pairs}


class Receiver(trace_service_pb2_grpc.TraceServiceServicer):
    """Keeps all spans that arrive by either protocol."""

    def __init__(self):
        self.lock, self.spans, self.requests = threading.Lock(), [], {"grpc": 0, "http": 0}
        self.server = grpc.server(futures.ThreadPoolExecutor(4))
        trace_service_pb2_grpc.add_TraceServiceServicer_to_server(self, self.server)
        self.grpc_port = self.server.add_insecure_port("127.0.0.1:0")
        self.server.start()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                request = trace_service_pb2.ExportTraceServiceRequest()
                request.ParseFromString(self.rfile.read(int(self.headers["Content-Length"])))
                receiver.keep(request, "http" if self.path == "/v1/traces" else f"http {self.path}")
                body = trace_service_pb2.ExportTraceServiceResponse().SerializeToString()
                self.send_response(200)
                self.send_header("Content-Type", "application/x-protobuf")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                """Says nothing."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http_port = self.http.server_port
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def Export(self, request, _context):
        self.keep(request, "grpc")
        return trace_service_pb2.ExportTraceServiceResponse()

    def keep(self, request, protocol):
        found = []
        for resource_spans in request.resource_spans:
            service = attributes(resource_spans.resource.attributes).get("service.name", "")
            for scope_spans in resource_spans.scope_spans:
                for span in scope_spans.spans:
                    found.append(Span(
                        service, span.name, span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex(),
                        attributes(span.attributes), span.status.code == span.status.STATUS_CODE_ERROR,
                        tuple(link.trace_id.hex() for link in span.links)))
        with self.lock:
            self.requests[protocol] = self.requests.get(protocol, 0) + 1
            self.spans.extend(found)

    def all(self):
        with self.lock:
            return list(self.spans)

    def stop(self):
        self.server.stop(0)
        self.http.shutdown()
