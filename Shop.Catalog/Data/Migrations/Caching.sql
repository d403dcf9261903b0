-- What cached answers are to be evicted: written in the transaction of the change, whoever makes it. CacheTag.cs has the same names.

create table cache_evictions (
    id bigint not null generated always as identity,
    tags text[] not null,
    created_at timestamptz not null default clock_timestamp(),
    constraint pk_cache_evictions primary key (id));

create function evict_products_inserted() returns trigger
language plpgsql as $$
begin
    insert into cache_evictions (tags)
    select array_agg('c:' || category_id) || array['products'] from (select distinct category_id from inserted where status = 1) c having count(*) > 0;
    return null;
end
$$;

-- Of a mere change of stock or of a description's words only the product's own answers, and those that show it, are stale.
create function evict_product_updated() returns trigger
language plpgsql as $$
begin
    if (old.status, old.slug, old.name_en, old.name_zh, old.price, old.facets, old.rating_sum, old.rating_count, old.sold, old.search)
        is distinct from (new.status, new.slug, new.name_en, new.name_zh, new.price, new.facets, new.rating_sum, new.rating_count, new.sold, new.search) then
        insert into cache_evictions (tags) values (array['p:' || new.id, 'c:' || old.category_id, 'c:' || new.category_id, 'products']);
    else
        insert into cache_evictions (tags) values (array['p:' || new.id]);
    end if;
    return null;
end
$$;

create function evict_products_deleted() returns trigger
language plpgsql as $$
begin
    insert into cache_evictions (tags)
    select array_agg('p:' || id) || array_agg(distinct 'c:' || category_id) || array['products'] from deleted where status = 1 having count(*) > 0;
    return null;
end
$$;

create function evict_categories() returns trigger
language plpgsql as $$
begin
    insert into cache_evictions (tags) values (array['categories']);
    return null;
end
$$;

create trigger evict_products_inserted after insert on products
    referencing new table as inserted for each statement execute function evict_products_inserted();
create trigger evict_product_updated after update on products
    for each row when ((old.status = 1 or new.status = 1) and old is distinct from new) execute function evict_product_updated();
create trigger evict_products_deleted after delete on products
    referencing old table as deleted for each statement execute function evict_products_deleted();
create trigger evict_categories after insert or update or delete on categories
    for each statement execute function evict_categories();
