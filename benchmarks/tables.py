"""SQL of the bare tables: LIKE copies the columns and indexes, the rest is said here."""

COPIES = [
    "DROP TABLE IF EXISTS bare_blindindex, bare_sealedidentity, bare_personkey, bare_person",
    *(
        f"CREATE TABLE bare_{name} (LIKE people_{name} INCLUDING ALL)"
        for name in ("person", "personkey", "sealedidentity", "blindindex")
    ),
    "INSERT INTO bare_person SELECT * FROM people_person LIMIT 100000",
    *(
        f"ALTER TABLE bare_person ADD FOREIGN KEY ({column}) REFERENCES {table} "
        "DEFERRABLE INITIALLY DEFERRED"
        for column, table in (
            ("agency_id", "access_agency"),
            ("registered_by_id", "access_user"),
        )
    ),
    *(
        f"ALTER TABLE bare_{name} ADD FOREIGN KEY (person_id) REFERENCES bare_person "
        "DEFERRABLE INITIALLY DEFERRED"
        for name in ("personkey", "sealedidentity", "blindindex")
    ),
    "GRANT ALL ON bare_person, bare_personkey, bare_sealedidentity, bare_blindindex TO PUBLIC",
]
