"""Recognises a campaign that came with the program, so that the station's own is never replaced by a newer text.

After a change of a campaign file of the program the test of this module names the digest to add here; a store that is
opened then has its running campaigns follow (`store.campaign_use.follow_program`).
"""

#: SHA-256 of each text of our campaigns that any version wrote into a store (`store.campaigns.stored.to_json`).
_DIGESTS = frozenset(
    (
        # an-phu-2024
        "eefea27fef7639c2bde5dc819d55d9443296a6272e36a933966632bbe1ebad83",
        "0c4131dca58399b1130ac9f9765cb83c1db2197122d8e2bd8418c190812a06d5",
        "1e74e5da26c390a3fe1999dc0a2574c5fcef010dcd2168930768a123db89591b",
        "203e3bd801b0d5ff885f59e56cc830f4e89f21f9a9434ca8fa701f208e1e021b",
        "29d2fdd7c93f8de5110cc10108622984ff4e3857ae7a8ca86757d475ff158647",
        "545db2d4029b267c591fdf940b4eb78b1f113452b9fc85a87eb1afef3583a5a3",
        "5d2a1849fbd1a70f3dbdc20cd6b8476e4c569a13c699c327e202e7ea983fa274",
        "91cf2a3d9a87c7fb84ce0051b3a50753cc406e55057c835aa126796ab7b6fc2e",
        "92b8449b825199836905f1e31d767b06300878678b9f46961677f29fb5c2ce3f",
        "a9c97cd974e64fe90f90811c1e27b3145e534c20a3b087852f41f8c20bf8c129",
        "b9803ddae18e009dabcc427b45ebc3420ae80bf0c8088903b0bbe5ddc742d2b9",
        "ebba07f8d9e6c3e1d1356b2cb88c86c2ece3093509b78bf9dbdc71f7987bff96",
        "f7a58d9a55d0840a4f49d3ae51d34b85e3aa61ba76dd3df7d6f36f763442ac3b",
        "2e2a6641c460ade61128022c6bcf14fa59012d1ab3ede39c13c49d5ebef5d966",
        "f84b9af8781b68280a4b23229ddb215f53decd87b9ffcf5570cec41220c50d44",
        "bba1843d1ad6aa3bdf10cfc463ccd96fb51dbf4a47372cd36621d090aa6fdfdb",
        # bo-y-te-2025
        "170df325f4568b2b0e1d9166e5ac049100f7e7b95d896b775b898e380d9c8ae5",
        "9c632c2566999585cdb67f787e130a0aec9447fd6972de36faa12c4a0d5f5839",
        "bf3f7453ce6b7216d1c5e821ea9cc6723f5d99dbee89368ee5c3eeb57a33d834",
        "d8cae4b45582dee4129117cffcf469fa5267951d5b14963100412250d40d2d66",
        "5159d23ccaee89dfe5fc2ded7a48b2f0cce788e4aaa335c3abe626cd536dc2b8",
        "3c3a16b4c553d7d7e7ddaa79e53fcbf6f1133e467e56a59467e352f0a3608a59",
        # ninh-thuan-2024
        "a89e7be2372bbe80635f3634c5f0e5e2fe655e13d6eb3de53d4e24de6d166359",
        "8b137e8c8df7ccedd8401cad4824f70eb17bc6fb380abf31760dd88db65b7101",
        "8d7825cb5a1617aabc66f8879c0dfe83569bdb7b14e19ccf15bb4cb2299cb4a2",
        "9b00f006b98f91f18240c66e932c538c07f7eea62077418470eb713bf6fbbe9b",
        "9f6bf0dccd41360e62366abdee6eba43dba5ef1306a1774919fbc6c4a313e07b",
        "b40e340007e4dc144cc3b9e6c3728c14b58a9994e7a8fd08e8f1d0e3559a7e8d",
        "ec817f0c1397cbf00503ab80603407604321c7033a8b8c49636256daab0fa940",
        "26e291e72d0c4772589d47f560280f5829df499502472fc637bf0f984e5a80e7",
        "4c49a3840ea1f1d4ba3c41fc6e3090ece4152eace0831cf82cbbdb86a56df3a9",
        "5514840c3f186d832231669120ba510dd0271213f9064da2014ae65886dff5e0",
        "88f3440ac9a1ee71c32b6129ff15f475f050e2fe46481eb7ef67d37bb14c9ce7",
        "9125a8b6157023b9adf312e65b9e3e1feba81a3b42a95f0bac5ea1cab687ace2",
        # phuong-thi-diem-2024
        "152ab8bd5daa8beea15fef71295d0a0c9aae390d1befd3e4c025faa186baf9da",
        "1d087a26ac0254cbe78e713840a30fcae2a01c40fcb0162da95b412398fcda1a",
        "597eb6f4db928ed0269ec02c19041b2b1fea397e71a28dc07545d1c8bda5078e",
        "ef43d6bc79f946bb1f56400a1fdb4f7813abaf5c749b6c2f52b64ab63be8b1fc",
        "89f2d37fe7f42e8c3f4fc6d6f5ea901f561dffbfedb59cdb9d8db489c31a5815",
        # tri-ton-2026
        "a1b24b67b5485ff058754bbae0234db1d25c1a86683587477e64beb3bfef38e4",
        "ab6edb2640b19fd3b6adf96bafdabb8bf8a64b101d77f8660534881dd284aed2",
        "2b02c88db8372d09e3af669c18271f31853dc3cda0f0ad39f794411fc9c1573c",
        "2f565f3a28e159400a20c307c0def9d3fbc5b049d27dece91c9b22331a101cd1",
        "303a9864154ba138a40ed032b61e5f3671430b3a051b979390e3463eea73e287",
        "43fc4a969065630df4be75f5318693d34ff49451817ccedc7151294a087d9fe2",
        "4911b53768f9e0b5eeca8fa3fc6cd31c193f077542515eb4760b74efc945fbfc",
        "53d2e96be73831a69a7c040d2ef163299d83e41e135213b3749fbb41d9db4824",
        "c20b5ec2e07bc553899ed82f877d6a8dd28d4347334c96fcdda9182889649ed5",
        "c7a94983ff92fb6b6ded675634450752f9f5fb94610ae476a8dd5d4c8c25f072",
        "c8cca4d2bf96c628475c3819a4809354b2fae67f5d00a44f79b6c7d1abd87b6c",
        "f09cc8fb700681a3cea6e287fba34f22d64a240852a91bb25a10db23c579a879",
        "f5f79488350d16968d7dc86b4c6d921cc9eee139de7c089bb7184b8b9e071c4f",
        "89c7e3ebbdd1b6ca30e5756aca23cc8ae4b4606afc5f978ce5e9eda46d0cbd7a",
        "64a30daaa3e10f8efef49549526fe3625da874bd8dc3932f8da8400f02bf6ce0",
        "d8fe064519555ff7055a4c3993a04842976af7f75085cf3770df07eca49f6dda",
        "5c4f0429d9c1907c1c538c4104ab8a25bf61796d5c71c66bec2730497246cb5b",
        "0f1d80a4be6cbe45c88d8d7a96533298e65b0cebfe23d0843746a0e90ce32a04",
        "a78c8e379835fb9853ad160dd86d958ba760eb4e79598e6d49817601007d7421",
        "4d06a2b9c006abd82e2b9e648c40ada0e14da6673b204caea78c613350f9020b",
    )
)

#: The setting in which a store keeps how many texts there were when its campaigns last followed the program.
SETTING = "campaign_texts"
NUMBER = str(len(_DIGESTS))


def digest(definition: str) -> str:
    """Returns the SHA-256 by which the text of a campaign is recognised."""
    import hashlib  # 3 ms, and a store whose campaigns are those of the program asks for no digest

    return hashlib.sha256(definition.encode()).hexdigest()


def is_ours(definition: str) -> bool:
    """Whether a campaign definition came with this version of the program or an earlier one."""
    return digest(definition) in _DIGESTS
