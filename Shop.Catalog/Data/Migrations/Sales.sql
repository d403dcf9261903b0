-- Their statements are planned once for a connection, and not for each order: with arrays PostgreSQL would else plan each anew, since it knows how long these are
-- and takes ten elements for any others.
alter function move_stock(smallint, uuid, text, uuid, timestamptz, uuid[], int[], int[], numeric[]) set plan_cache_mode = 'force_generic_plan';

-- How often products sell, and what is bought with what: of an order that was paid, once. Of the first _paired products only, since pairs grow with the square.
-- Rows in order of their ids, so that two orders wait for each other and not both. What is no product (any more) does not count.
create function record_sale(_products uuid[], _quantities int[], _paired uuid[]) returns void
language plpgsql set plan_cache_mode = 'force_generic_plan' as $$
begin
    insert into product_sales as sales (product_id, pieces)
    select product_id, sum(quantity) from unnest(_products, _quantities) as line (product_id, quantity)
    where exists (select from products where id = product_id)
    group by product_id order by product_id
    on conflict (product_id) do update set pieces = sales.pieces + excluded.pieces;

    if cardinality(_paired) > 1 then
        insert into product_pairs as pairs (product_id, other_id, orders)
        select a.id, b.id, 1 from products a join products b on a.id <> b.id
        where a.id = any (_paired) and b.id = any (_paired)
        order by a.id, b.id
        on conflict (product_id, other_id) do update set orders = pairs.orders + 1;
    end if;
end
$$;
