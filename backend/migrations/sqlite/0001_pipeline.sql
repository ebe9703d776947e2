-- Images, what was found on them, what that was put together to, and what was made of it. Times are Unix milliseconds.

CREATE TABLE images (
    id TEXT NOT NULL PRIMARY KEY,
    camera_id TEXT NOT NULL,
    content_type TEXT NOT NULL,
    content BLOB, -- gone once detections are stored
    state TEXT NOT NULL CHECK (state IN ('accepted', 'detected', 'failed')),
    trace_context TEXT NOT NULL, -- headers, a JSON object
    attempts INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    queued_at INTEGER NOT NULL, -- when it was last put into the queue
    finished_at INTEGER
);
CREATE INDEX images_accepted ON images (queued_at) WHERE state = 'accepted';

CREATE TABLE batches (
    id TEXT NOT NULL PRIMARY KEY,
    camera_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'analysed', 'failed')),
    detection_count INTEGER NOT NULL,
    trace_context TEXT NOT NULL, -- that of its first image
    attempts INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,
    closed_by TEXT CHECK (closed_by IN ('size', 'timeout')),
    queued_at INTEGER,
    finished_at INTEGER
);
CREATE UNIQUE INDEX batches_open_per_camera ON batches (camera_id) WHERE state = 'open';
CREATE INDEX batches_open ON batches (opened_at) WHERE state = 'open';
CREATE INDEX batches_closed ON batches (queued_at) WHERE state = 'closed';

CREATE TABLE detections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    image_id TEXT NOT NULL REFERENCES images (id),
    batch_id TEXT NOT NULL REFERENCES batches (id),
    camera_id TEXT NOT NULL,
    object_class TEXT NOT NULL,
    confidence REAL NOT NULL,
    x REAL NOT NULL,
    y REAL NOT NULL,
    width REAL NOT NULL,
    height REAL NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE INDEX detections_of_batch ON detections (batch_id, id);
CREATE INDEX detections_of_camera ON detections (camera_id, id);

CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    batch_id TEXT NOT NULL UNIQUE REFERENCES batches (id),
    camera_id TEXT NOT NULL,
    risk_score INTEGER NOT NULL CHECK (risk_score BETWEEN 0 AND 100),
    risk_level TEXT NOT NULL CHECK (risk_level IN ('low', 'medium', 'high', 'critical')),
    summary TEXT NOT NULL,
    model TEXT NOT NULL,
    started_at INTEGER NOT NULL, -- when its batch was opened
    ended_at INTEGER NOT NULL, -- when its batch was closed
    created_at INTEGER NOT NULL
);
CREATE INDEX events_of_camera ON events (camera_id, id);

CREATE TABLE dead_letters (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    queue TEXT NOT NULL,
    message_id TEXT NOT NULL,
    error TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
