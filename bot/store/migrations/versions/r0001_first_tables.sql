-- The tables of Jobline as first released; bot/store/tables says what they mean. Once released, this file never changes.

CREATE SEQUENCE jobline_id;

CREATE TABLE employer (
    id BIGINT DEFAULT nextval('jobline_id') NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    line_number TEXT NOT NULL,
    phone TEXT NOT NULL,
    CONSTRAINT pk_employer PRIMARY KEY (id),
    CONSTRAINT uq_employer_key UNIQUE (key)
);

CREATE TABLE snapshot (
    digest BYTEA NOT NULL,
    body BYTEA NOT NULL,
    kept_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_snapshot PRIMARY KEY (digest)
);

CREATE TABLE stream (
    id BIGINT NOT NULL,
    length INTEGER NOT NULL,
    head BYTEA NOT NULL,
    CONSTRAINT pk_stream PRIMARY KEY (id)
);

CREATE TABLE campaign (
    id BIGINT DEFAULT nextval('jobline_id') NOT NULL,
    employer_id BIGINT NOT NULL,
    keyword TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_campaign PRIMARY KEY (id),
    CONSTRAINT uq_campaign_employer_id_keyword UNIQUE (employer_id, keyword),
    CONSTRAINT fk_campaign_employer_id_employer FOREIGN KEY(employer_id) REFERENCES employer (id)
);

CREATE TABLE event (
    id BIGINT DEFAULT nextval('jobline_id') NOT NULL,
    employer_id BIGINT NOT NULL,
    stream_id BIGINT NOT NULL,
    position INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor TEXT NOT NULL,
    verb TEXT NOT NULL,
    data JSONB DEFAULT '{}'::jsonb NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT pk_event PRIMARY KEY (id),
    CONSTRAINT uq_event_stream_id_position UNIQUE (stream_id, position),
    CONSTRAINT fk_event_employer_id_employer FOREIGN KEY(employer_id) REFERENCES employer (id)
);

CREATE TABLE person (
    id BIGINT DEFAULT nextval('jobline_id') NOT NULL,
    employer_id BIGINT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    erased_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_person PRIMARY KEY (id),
    CONSTRAINT fk_person_employer_id_employer FOREIGN KEY(employer_id) REFERENCES employer (id)
);

CREATE TABLE recruiter (
    id BIGINT DEFAULT nextval('jobline_id') NOT NULL,
    employer_id BIGINT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    language TEXT DEFAULT 'da' NOT NULL,
    last_seen_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_recruiter PRIMARY KEY (id),
    CONSTRAINT uq_recruiter_employer_id_issuer_subject UNIQUE (employer_id, issuer, subject),
    CONSTRAINT fk_recruiter_employer_id_employer FOREIGN KEY(employer_id) REFERENCES employer (id)
);

CREATE TABLE unit (
    id BIGINT DEFAULT nextval('jobline_id') NOT NULL,
    employer_id BIGINT NOT NULL,
    public_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    name TEXT NOT NULL,
    unit_type TEXT NOT NULL,
    district TEXT NOT NULL,
    street TEXT DEFAULT '' NOT NULL,
    postcode TEXT DEFAULT '' NOT NULL,
    latitude FLOAT NOT NULL,
    longitude FLOAT NOT NULL,
    precision TEXT DEFAULT 'street' NOT NULL,
    leader_name TEXT DEFAULT '' NOT NULL,
    leader_email TEXT NOT NULL,
    leader_phone TEXT,
    wants_text BOOLEAN DEFAULT false NOT NULL,
    language TEXT DEFAULT 'da' NOT NULL,
    CONSTRAINT pk_unit PRIMARY KEY (id),
    CONSTRAINT uq_unit_employer_id_reference UNIQUE (employer_id, reference),
    CONSTRAINT fk_unit_employer_id_employer FOREIGN KEY(employer_id) REFERENCES employer (id),
    CONSTRAINT uq_unit_public_id UNIQUE (public_id)
);
CREATE INDEX ix_unit_leader_phone ON unit (leader_phone);

CREATE TABLE candidacy (
    id BIGINT DEFAULT nextval('jobline_id') NOT NULL,
    employer_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    public_id TEXT NOT NULL,
    door TEXT DEFAULT 'new' NOT NULL,
    stage TEXT DEFAULT 'telling' NOT NULL,
    profile_version INTEGER DEFAULT '0' NOT NULL,
    campaign_id BIGINT,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    due_at TIMESTAMP WITH TIME ZONE,
    needs TEXT,
    parked_until DATE,
    summary JSONB DEFAULT '{}'::jsonb NOT NULL,
    search TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_candidacy PRIMARY KEY (id),
    CONSTRAINT ck_candidacy_stage CHECK (stage IN ('telling','confirmed','paused','hired','withdrawn','lapsed','erased')),
    CONSTRAINT fk_candidacy_employer_id_employer FOREIGN KEY(employer_id) REFERENCES employer (id),
    CONSTRAINT fk_candidacy_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT uq_candidacy_public_id UNIQUE (public_id),
    CONSTRAINT fk_candidacy_campaign_id_campaign FOREIGN KEY(campaign_id) REFERENCES campaign (id)
);
CREATE INDEX ix_candidacy_nowhere ON candidacy (employer_id, due_at NULLS LAST, id) WHERE needs IS NOT NULL AND summary ->> 'possible' = '0';
CREATE INDEX ix_candidacy_parked ON candidacy (employer_id, parked_until) WHERE parked_until IS NOT NULL;
CREATE INDEX ix_candidacy_person_id ON candidacy (person_id);
CREATE INDEX ix_candidacy_queue ON candidacy (employer_id, due_at NULLS LAST, id) WHERE needs IS NOT NULL;
CREATE INDEX ix_candidacy_search ON candidacy USING gin (to_tsvector('simple', search));

CREATE TABLE contact_point (
    id BIGINT DEFAULT nextval('jobline_id') NOT NULL,
    employer_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    reply_to JSONB,
    CONSTRAINT pk_contact_point PRIMARY KEY (id),
    CONSTRAINT uq_contact_point_employer_id_channel_address UNIQUE (employer_id, channel, address),
    CONSTRAINT fk_contact_point_employer_id_employer FOREIGN KEY(employer_id) REFERENCES employer (id),
    CONSTRAINT fk_contact_point_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE INDEX ix_contact_point_person_id ON contact_point (person_id);

CREATE TABLE session (
    token BYTEA NOT NULL,
    recruiter_id BIGINT NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_session PRIMARY KEY (token),
    CONSTRAINT fk_session_recruiter_id_recruiter FOREIGN KEY(recruiter_id) REFERENCES recruiter (id)
);
CREATE INDEX ix_session_recruiter ON session (recruiter_id);

CREATE TABLE vacancy (
    id BIGINT DEFAULT nextval('jobline_id') NOT NULL,
    employer_id BIGINT NOT NULL,
    public_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    unit_id BIGINT NOT NULL,
    role TEXT NOT NULL,
    openings INTEGER NOT NULL,
    hours_min INTEGER,
    hours_max INTEGER,
    shifts TEXT[] NOT NULL,
    employment TEXT NOT NULL,
    start DATE,
    accepts_unskilled BOOLEAN DEFAULT false NOT NULL,
    ad_reference TEXT DEFAULT '' NOT NULL,
    ad_valid_until DATE,
    opened_on DATE NOT NULL,
    expires DATE,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    closed_at TIMESTAMP WITH TIME ZONE,
    note TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_vacancy PRIMARY KEY (id),
    CONSTRAINT uq_vacancy_employer_id_reference UNIQUE (employer_id, reference),
    CONSTRAINT ck_vacancy_openings CHECK (openings >= 0),
    CONSTRAINT fk_vacancy_employer_id_employer FOREIGN KEY(employer_id) REFERENCES employer (id),
    CONSTRAINT uq_vacancy_public_id UNIQUE (public_id),
    CONSTRAINT fk_vacancy_unit_id_unit FOREIGN KEY(unit_id) REFERENCES unit (id)
);
CREATE INDEX ix_vacancy_open ON vacancy (employer_id, role) WHERE closed_at IS NULL;
CREATE INDEX ix_vacancy_unit_id ON vacancy (unit_id);

CREATE TABLE conversation (
    id BIGINT DEFAULT nextval('jobline_id') NOT NULL,
    employer_id BIGINT NOT NULL,
    public_id TEXT NOT NULL,
    contact_point_id BIGINT NOT NULL,
    candidacy_id BIGINT NOT NULL,
    language TEXT DEFAULT 'da' NOT NULL,
    asked JSONB,
    said TEXT[] DEFAULT '{}' NOT NULL,
    misses INTEGER DEFAULT '0' NOT NULL,
    holder_id BIGINT,
    held_since TIMESTAMP WITH TIME ZONE,
    last_inbound_at TIMESTAMP WITH TIME ZONE,
    seen_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_conversation PRIMARY KEY (id),
    CONSTRAINT uq_conversation_contact_point_id UNIQUE (contact_point_id),
    CONSTRAINT fk_conversation_employer_id_employer FOREIGN KEY(employer_id) REFERENCES employer (id),
    CONSTRAINT uq_conversation_public_id UNIQUE (public_id),
    CONSTRAINT fk_conversation_contact_point_id_contact_point FOREIGN KEY(contact_point_id) REFERENCES contact_point (id),
    CONSTRAINT fk_conversation_candidacy_id_candidacy FOREIGN KEY(candidacy_id) REFERENCES candidacy (id),
    CONSTRAINT fk_conversation_holder_id_recruiter FOREIGN KEY(holder_id) REFERENCES recruiter (id)
);
CREATE INDEX ix_conversation_candidacy_id ON conversation (candidacy_id);
CREATE INDEX ix_conversation_held ON conversation (candidacy_id) WHERE holder_id IS NOT NULL;

CREATE TABLE note (
    id BIGINT DEFAULT nextval('jobline_id') NOT NULL,
    employer_id BIGINT NOT NULL,
    candidacy_id BIGINT NOT NULL,
    recruiter_id BIGINT NOT NULL,
    body TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_note PRIMARY KEY (id),
    CONSTRAINT fk_note_employer_id_employer FOREIGN KEY(employer_id) REFERENCES employer (id),
    CONSTRAINT fk_note_candidacy_id_candidacy FOREIGN KEY(candidacy_id) REFERENCES candidacy (id),
    CONSTRAINT fk_note_recruiter_id_recruiter FOREIGN KEY(recruiter_id) REFERENCES recruiter (id)
);
CREATE INDEX ix_note_candidacy_id ON note (candidacy_id);

CREATE TABLE promise (
    id BIGINT DEFAULT nextval('jobline_id') NOT NULL,
    employer_id BIGINT NOT NULL,
    candidacy_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    kept_at TIMESTAMP WITH TIME ZONE,
    kept_how TEXT,
    CONSTRAINT pk_promise PRIMARY KEY (id),
    CONSTRAINT fk_promise_employer_id_employer FOREIGN KEY(employer_id) REFERENCES employer (id),
    CONSTRAINT fk_promise_candidacy_id_candidacy FOREIGN KEY(candidacy_id) REFERENCES candidacy (id)
);
CREATE INDEX ix_promise_candidacy_id ON promise (candidacy_id);
CREATE INDEX ix_promise_open ON promise (due_at) WHERE kept_at IS NULL;

CREATE TABLE ranking (
    id BIGINT DEFAULT nextval('jobline_id') NOT NULL,
    employer_id BIGINT NOT NULL,
    public_id TEXT NOT NULL,
    candidacy_id BIGINT NOT NULL,
    inputs BYTEA NOT NULL,
    rules BYTEA NOT NULL,
    rules_version TEXT NOT NULL,
    result BYTEA NOT NULL,
    clock TIMESTAMP WITH TIME ZONE NOT NULL,
    acted_on_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_ranking PRIMARY KEY (id),
    CONSTRAINT fk_ranking_employer_id_employer FOREIGN KEY(employer_id) REFERENCES employer (id),
    CONSTRAINT uq_ranking_public_id UNIQUE (public_id),
    CONSTRAINT fk_ranking_candidacy_id_candidacy FOREIGN KEY(candidacy_id) REFERENCES candidacy (id)
);
CREATE INDEX ix_ranking_candidacy_id ON ranking (candidacy_id);

CREATE TABLE message (
    id BIGINT DEFAULT nextval('jobline_id') NOT NULL,
    employer_id BIGINT NOT NULL,
    conversation_id BIGINT,
    unit_id BIGINT,
    direction TEXT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    author TEXT NOT NULL,
    body TEXT NOT NULL,
    extra JSONB,
    segments INTEGER,
    media INTEGER DEFAULT '0' NOT NULL,
    day DATE NOT NULL,
    provider_id TEXT,
    status TEXT NOT NULL,
    error TEXT,
    attempts INTEGER DEFAULT '0' NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    send_after TIMESTAMP WITH TIME ZONE,
    tried_at TIMESTAMP WITH TIME ZONE,
    settled_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_message PRIMARY KEY (id),
    CONSTRAINT fk_message_employer_id_employer FOREIGN KEY(employer_id) REFERENCES employer (id),
    CONSTRAINT fk_message_conversation_id_conversation FOREIGN KEY(conversation_id) REFERENCES conversation (id),
    CONSTRAINT fk_message_unit_id_unit FOREIGN KEY(unit_id) REFERENCES unit (id)
);
CREATE INDEX ix_message_outbox_talk ON message (conversation_id, id) WHERE direction = 'out' AND status IN ('queued', 'sending', 'unknown');
CREATE INDEX ix_message_outbox_unit ON message (unit_id, id) WHERE direction = 'out' AND unit_id IS NOT NULL AND status IN ('queued', 'sending', 'unknown');
CREATE INDEX ix_message_sent ON message (provider_id) WHERE direction = 'out' AND provider_id IS NOT NULL;
CREATE INDEX ix_message_talk ON message (conversation_id, id);
CREATE INDEX ix_message_unit ON message (unit_id, id) WHERE unit_id IS NOT NULL;
CREATE UNIQUE INDEX uq_message_provider ON message (day, channel, provider_id) WHERE direction = 'in' AND provider_id IS NOT NULL;

CREATE TABLE suggestion (
    id BIGINT DEFAULT nextval('jobline_id') NOT NULL,
    employer_id BIGINT NOT NULL,
    candidacy_id BIGINT NOT NULL,
    vacancy_id BIGINT NOT NULL,
    unit_id BIGINT NOT NULL,
    ranking_id BIGINT,
    state TEXT NOT NULL,
    code TEXT NOT NULL,
    link BYTEA,
    reason TEXT DEFAULT '' NOT NULL,
    override TEXT DEFAULT '' NOT NULL,
    suggested_by BIGINT NOT NULL,
    proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    sent_at TIMESTAMP WITH TIME ZONE,
    answer_by TIMESTAMP WITH TIME ZONE,
    answered_at TIMESTAMP WITH TIME ZONE,
    answered_how TEXT,
    decline_reason TEXT,
    released_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_suggestion PRIMARY KEY (id),
    CONSTRAINT ck_suggestion_state CHECK (state IN ('proposed','sent','accepted','declined','expired','withdrawn')),
    CONSTRAINT fk_suggestion_employer_id_employer FOREIGN KEY(employer_id) REFERENCES employer (id),
    CONSTRAINT fk_suggestion_candidacy_id_candidacy FOREIGN KEY(candidacy_id) REFERENCES candidacy (id),
    CONSTRAINT fk_suggestion_vacancy_id_vacancy FOREIGN KEY(vacancy_id) REFERENCES vacancy (id),
    CONSTRAINT fk_suggestion_unit_id_unit FOREIGN KEY(unit_id) REFERENCES unit (id),
    CONSTRAINT fk_suggestion_ranking_id_ranking FOREIGN KEY(ranking_id) REFERENCES ranking (id),
    CONSTRAINT uq_suggestion_link UNIQUE (link),
    CONSTRAINT fk_suggestion_suggested_by_recruiter FOREIGN KEY(suggested_by) REFERENCES recruiter (id)
);
CREATE INDEX ix_suggestion_candidacy_id ON suggestion (candidacy_id);
CREATE INDEX ix_suggestion_unit_id ON suggestion (unit_id);
CREATE INDEX ix_suggestion_vacancy_id ON suggestion (vacancy_id);
CREATE UNIQUE INDEX uq_suggestion_code ON suggestion (employer_id, code) WHERE released_at IS NULL;
CREATE UNIQUE INDEX uq_suggestion_live ON suggestion (candidacy_id) WHERE state IN ('proposed','sent','accepted') AND released_at IS NULL;

CREATE TABLE answer (
    id BIGINT DEFAULT nextval('jobline_id') NOT NULL,
    employer_id BIGINT NOT NULL,
    candidacy_id BIGINT NOT NULL,
    fact TEXT NOT NULL,
    value JSONB NOT NULL,
    words TEXT DEFAULT '' NOT NULL,
    span_start INTEGER,
    span_end INTEGER,
    message_id BIGINT,
    said_by TEXT NOT NULL,
    said_at TIMESTAMP WITH TIME ZONE NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    withdrawn_by TEXT,
    CONSTRAINT pk_answer PRIMARY KEY (id),
    CONSTRAINT fk_answer_employer_id_employer FOREIGN KEY(employer_id) REFERENCES employer (id),
    CONSTRAINT fk_answer_candidacy_id_candidacy FOREIGN KEY(candidacy_id) REFERENCES candidacy (id),
    CONSTRAINT fk_answer_message_id_message FOREIGN KEY(message_id) REFERENCES message (id)
);
CREATE INDEX ix_answer_candidacy ON answer (candidacy_id, id);
CREATE UNIQUE INDEX ix_answer_standing ON answer (candidacy_id, fact) WHERE withdrawn_at IS NULL;

CREATE TABLE interview (
    id BIGINT DEFAULT nextval('jobline_id') NOT NULL,
    employer_id BIGINT NOT NULL,
    public_id TEXT NOT NULL,
    suggestion_id BIGINT NOT NULL,
    candidacy_id BIGINT NOT NULL,
    unit_id BIGINT NOT NULL,
    state TEXT NOT NULL,
    times TIMESTAMP WITH TIME ZONE[] NOT NULL,
    place TEXT DEFAULT '' NOT NULL,
    meets TEXT DEFAULT '' NOT NULL,
    offered_at TIMESTAMP WITH TIME ZONE,
    chosen TIMESTAMP WITH TIME ZONE,
    agreed_at TIMESTAMP WITH TIME ZONE,
    cancelled_at TIMESTAMP WITH TIME ZONE,
    cancelled_by TEXT,
    reminded_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_interview PRIMARY KEY (id),
    CONSTRAINT fk_interview_employer_id_employer FOREIGN KEY(employer_id) REFERENCES employer (id),
    CONSTRAINT uq_interview_public_id UNIQUE (public_id),
    CONSTRAINT fk_interview_suggestion_id_suggestion FOREIGN KEY(suggestion_id) REFERENCES suggestion (id),
    CONSTRAINT fk_interview_candidacy_id_candidacy FOREIGN KEY(candidacy_id) REFERENCES candidacy (id),
    CONSTRAINT fk_interview_unit_id_unit FOREIGN KEY(unit_id) REFERENCES unit (id)
);
CREATE INDEX ix_interview_candidacy_id ON interview (candidacy_id);
CREATE INDEX ix_interview_suggestion_id ON interview (suggestion_id);
CREATE UNIQUE INDEX uq_interview_live ON interview (candidacy_id) WHERE state IN ('waiting','offered','agreed');
CREATE UNIQUE INDEX uq_interview_slot ON interview (unit_id, chosen) WHERE state = 'agreed';

CREATE TABLE suppression (
    id BIGINT DEFAULT nextval('jobline_id') NOT NULL,
    employer_id BIGINT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    kind TEXT NOT NULL,
    message_id BIGINT,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    lifted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_suppression PRIMARY KEY (id),
    CONSTRAINT fk_suppression_employer_id_employer FOREIGN KEY(employer_id) REFERENCES employer (id),
    CONSTRAINT fk_suppression_message_id_message FOREIGN KEY(message_id) REFERENCES message (id)
);
CREATE UNIQUE INDEX ix_suppression_live ON suppression (employer_id, channel, address) WHERE lifted_at IS NULL;
