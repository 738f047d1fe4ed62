-- Words near to an item's own, which mean another thing: an account that is granted is not activated, a card that
-- somebody has is not linked. Words that a person or a campaign changed stay.

UPDATE item SET words = '[
  ["the (cccd|can cuoc|cc)\\b|(da )?(co|cap)( the)? (cccd|can cuoc)|(cccd|can cuoc).*\\bchip\\b|cccd cc\\b", 0.9, 4],
  ["^(cccd|can cuoc|can cuoc cong dan|cccd ?/ ?cc|cc ?/ ?cccd)$", 0.9, 4]
]'
WHERE key = 'cccd' AND words = '[
  ["the (cccd|can cuoc|cc)\\b|(da )?(co|cap)( the)? (cccd|can cuoc)|(cccd|can cuoc).*gan chip|cccd cc\\b", 0.9, 4],
  ["^(cccd|can cuoc|can cuoc cong dan|cccd ?/ ?cc|cc ?/ ?cccd)$", 0.9, 4]
]';

UPDATE item SET words = '[
  ["^(?!.*(kich hoat|cccd|can cuoc|chu ky|cks|ky so|bhyt|suc khoe|skdt|asxh|an sinh)).*(duoc|da|moi|co) cap (?!(do )?(2|ii|hai)).*(muc( do)? ?(2|ii|hai)|m2|dinh danh|vneid)\\b", 0.3, 2],
  ["(muc|cap|level)( do)? ?(2|ii|hai)\\b|\\bddmuc2\\b|\\bm2\\b", 0.95, 3],
  ["(muc|cap)( do)? ?(1|i|mot)\\b", 0.0, 5],
  ["(tai khoan|tk) (dinh danh|vneid)|dinh danh (dien tu|vneid)|vneid dinh danh|\\bdddt\\b", 0.8, 5],
  ["\\bdinh danh\\b|\\bvneid\\b", 0.6, 5]
]'
WHERE key = 'level2_account' AND words = '[
  ["(muc|cap|level)( do)? ?(2|ii|hai)\\b|\\bddmuc2\\b|\\bm2\\b", 0.95, 3],
  ["(muc|cap)( do)? ?(1|i|mot)\\b", 0, 5],
  ["(tai khoan|tk) (dinh danh|vneid)|dinh danh (dien tu|vneid)|vneid dinh danh|\\bdddt\\b", 0.8, 5],
  ["\\bdinh danh\\b|\\bvneid\\b", 0.6, 5]
]';

UPDATE item SET words = '[
  ["^(?!.*(chuyen dung|cong vu)).*((chu k[iy] so|\\bk[iy] so|\\bcks\\b).*\\bca nhan\\b|smart ?ca\\b)", 0.3, 1],
  ["chu ki so|chu ky so|\\bky so\\b|\\bki so\\b|\\bcks\\b|usb token|digital signature", 0.9, 2]
]'
WHERE key = 'digital_signature' AND words = '[
  ["chu ki so|chu ky so|\\bky so\\b|\\bki so\\b|\\bcks\\b|usb token|digital signature", 0.9, 1]
]';

UPDATE item SET words = '[
  ["an sinh|\\basxh\\b", 0.9, 1],
  ["\\bvssid\\b|(bao hiem xa hoi|bhxh) so\\b", 0.3, 5]
]'
WHERE key = 'social_security' AND words = '[
  ["an sinh|\\basxh\\b", 0.9, 1]
]';

UPDATE item SET words = '[
  ["(tich hop|lien ket|cap nhat)( the| so)* (bhyt|bao hiem y te)|health insurance.*(link|vneid)", 0.95, 2],
  ["(bhyt|bao hiem y te).*(tich hop|vneid|so skdt|so suc khoe|lien ket)", 0.95, 2],
  ["^(?!chua|khong|.*(tich hop|lien ket|cap nhat|dong bo|vneid|skdt|suc khoe))(?!((da )?co|(duoc |da )*cap)( the)? (bhyt|bao hiem y te)$).*\\b(co|cap|mua|dong)\\b.*(bhyt|bao hiem y te)", 0.3, 2],
  ["^((da )?co|(duoc |da )*cap)( the)? (bhyt|bao hiem y te)$", 0.7, 3, "vneid|tich hop|lien ket"],
  ["bhyt|bao hiem y te", 0.7, 3]
]'
WHERE key = 'bhyt_linked' AND words = '[
  ["(tich hop|lien ket|cap nhat)( the| so)* (bhyt|bao hiem y te)|health insurance.*(link|vneid)", 0.95, 2],
  ["(bhyt|bao hiem y te).*(tich hop|vneid|so skdt|so suc khoe|lien ket)", 0.95, 2],
  ["^((da )?co|(duoc |da )*cap)( the)? (bhyt|bao hiem y te)$", 0.7, 3, "vneid|tich hop|lien ket"],
  ["bhyt|bao hiem y te", 0.7, 3]
]';
