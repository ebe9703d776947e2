-- Images, what was found on them, what that was put together to, and what was made of it. Times are Unix milliseconds.

CREATE TABLE images (
    id TEXT NOT NULL PRIMARY KEY,
    camera_id TEXT NOT NULL,
    content_type TEXT NOT NULL,
    content BYTEA, -- gone once detections are stored
    state TEXT NOT NULL CHECK (state IN ('accepted', 'detected', 'failed')),
    trace_context TEXT NOT NULL, -- headers, a JSON object
    attempts BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    queued_at BIGINT NOT NULL, -- when it was last put into the queue
    finished_at BIGINT
);
CREATE INDEX images_accepted ON images (queued_at) WHERE state = 'accepted';

CREATE TABLE batches (
    id TEXT NOT NULL PRIMARY KEY,
    camera_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'analysed', 'failed')),
    detection_count BIGINT NOT NULL,
    trace_context TEXT NOT NULL, -- that of its first image
    attempts BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT,
    closed_by TEXT CHECK (closed_by IN ('size', 'timeout')),
    queued_at BIGINT,
    finished_at BIGINT
);
CREATE UNIQUE INDEX batches_open_per_camera ON batches (camera_id) WHERE state = 'open';
CREATE INDEX batches_open ON batches (opened_at) WHERE state = 'open';
CREATE INDEX batches_closed ON batches (queued_at) WHERE state = 'closed';

CREATE TABLE detections (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    image_id TEXT NOT NULL REFERENCES images (id),
    batch_id TEXT NOT NULL REFERENCES batches (id),
    camera_id TEXT NOT NULL,
    object_class TEXT NOT NULL,
    confidence DOUBLE PRECISION NOT NULL,
    x DOUBLE PRECISION NOT NULL,
    y DOUBLE PRECISION NOT NULL,
    width DOUBLE PRECISION NOT NULL,
    height DOUBLE PRECISION NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX detections_of_batch ON detections (batch_id, id);
CREATE INDEX detections_of_camera ON detections (camera_id, id);

CREATE TABLE events (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    batch_id TEXT NOT NULL UNIQUE REFERENCES batches (id),
    camera_id TEXT NOT NULL,
    risk_score BIGINT NOT NULL CHECK (risk_score BETWEEN 0 AND 100),
    risk_level TEXT NOT NULL CHECK (risk_level IN ('low', 'medium', 'high', 'critical')),
    summary TEXT NOT NULL,
    model TEXT NOT NULL,
    started_at BIGINT NOT NULL, -- when its batch was opened
    ended_at BIGINT NOT NULL, -- when its batch was closed
    created_at BIGINT NOT NULL
);
CREATE INDEX events_of_camera ON events (camera_id, id);

CREATE TABLE dead_letters (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    queue TEXT NOT NULL,
    message_id TEXT NOT NULL,
    error TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
