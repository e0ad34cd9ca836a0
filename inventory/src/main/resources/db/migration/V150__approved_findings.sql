-- An operator's word that a finding which was held back is true: the next look that still shows it is acted on.
ALTER TABLE findings ADD COLUMN approved_at TIMESTAMPTZ;
