-- SPDX-License-Identifier: Apache-2.0

create table match (
	id identity primary key,
	player varchar(50) not null,
	points bigint not null check (points >= 0)
);
