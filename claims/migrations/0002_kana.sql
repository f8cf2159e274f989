-- The desk searches by name as well: by its beginning and without spaces (claims/calls.py).
create index claims_by_kana on claims_claim (scheme_id, (replace(name_kana, ' ', '') collate "C"));
create index incidents_by_kana on claims_incident (scheme_id, (replace(name_kana, ' ', '') collate "C"));
