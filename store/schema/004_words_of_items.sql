-- The words by which the headers of a file name an item; campaigns that were used before had none in their files.
ALTER TABLE item ADD COLUMN words TEXT NOT NULL DEFAULT '[]'; -- JSON: [[pattern, sure, rank, under], ...]

UPDATE item SET words = '[
  ["the (cccd|can cuoc|cc)\\b|(da )?(co|cap)( the)? (cccd|can cuoc)|(cccd|can cuoc).*gan chip|cccd cc\\b", 0.9, 4],
  ["^(cccd|can cuoc|can cuoc cong dan|cccd ?/ ?cc|cc ?/ ?cccd)$", 0.9, 4]
]' WHERE key = 'cccd';

UPDATE item SET words = '[
  ["(muc|cap|level)( do)? ?(2|ii|hai)\\b|\\bddmuc2\\b|\\bm2\\b", 0.95, 3],
  ["(muc|cap)( do)? ?(1|i|mot)\\b", 0, 5],
  ["(tai khoan|tk) (dinh danh|vneid)|dinh danh (dien tu|vneid)|vneid dinh danh|\\bdddt\\b", 0.8, 5],
  ["\\bdinh danh\\b|\\bvneid\\b", 0.6, 5]
]' WHERE key = 'level2_account';

UPDATE item SET words = '[
  ["chu ki so|chu ky so|\\bky so\\b|\\bki so\\b|\\bcks\\b|usb token|digital signature", 0.9, 1]
]' WHERE key = 'digital_signature';

UPDATE item SET words = '[
  ["an sinh|\\basxh\\b", 0.9, 1]
]' WHERE key = 'social_security';

UPDATE item SET words = '[
  ["(tich hop|lien ket|cap nhat)( the| so)* (bhyt|bao hiem y te)|health insurance.*(link|vneid)", 0.95, 2],
  ["(bhyt|bao hiem y te).*(tich hop|vneid|so skdt|so suc khoe|lien ket)", 0.95, 2],
  ["^((da )?co|(duoc |da )*cap)( the)? (bhyt|bao hiem y te)$", 0.7, 3, "vneid|tich hop|lien ket"],
  ["bhyt|bao hiem y te", 0.7, 3]
]' WHERE key = 'bhyt_linked';

UPDATE item SET words = '[
  ["so suc khoe|\\bh?s?skdt\\b|\\bso sk\\b|ho so suc khoe|\\bh?ssk\\b|ho so sk|health (book|record)", 0.9, 2]
]' WHERE key = 'health_book';
