-- Another picture in lists makes them stale too: see Caching.sql.
create function evict_product_covered() returns trigger
language plpgsql as $$
begin
    insert into cache_evictions (tags) values (array['p:' || new.id, 'c:' || new.category_id, 'products']);
    return null;
end
$$;

create trigger evict_product_covered after update of cover on products
    for each row when (new.status = 1 and old.cover is distinct from new.cover) execute function evict_product_covered();
