-- Paid orders are counted by fold_sales, many at a time. To count each at once made orders of the same products wait for each other, and every count a new version of
-- rows that all of them read.

-- A replica of the version before calls this one.
create or replace function record_sale(_products uuid[], _quantities int[], _paired uuid[]) returns void
language sql as $$
    insert into sales (product_ids, quantities, paired) values (_products, _quantities, _paired)
$$;

-- How often products sell, and what is bought with what: of so many orders, each once. Rows in order of their ids, as all who lock several. What is no product (any
-- more) does not count. Tells how many orders there were; none where another is at it.
create function fold_sales(_most int) returns int
language plpgsql as $$
declare
    orders int;
begin
    if not pg_try_advisory_xact_lock(hashtextextended('fold_sales', 0)) then
        return 0;
    end if;
    with folded as (
        delete from sales where id in (select id from sales order by id limit _most) returning product_ids, quantities, paired
    ), counted as (
        insert into product_sales as sum (product_id, pieces)
        select line.product_id, sum(line.quantity) from folded, unnest(folded.product_ids, folded.quantities) as line (product_id, quantity)
        where exists (select from products where id = line.product_id)
        group by line.product_id order by line.product_id
        on conflict (product_id) do update set pieces = sum.pieces + excluded.pieces
    ), paired as (
        insert into product_pairs as sum (product_id, other_id, orders)
        select a.id, b.id, count(*) from folded, unnest(folded.paired) as one (id), unnest(folded.paired) as other (id), products a, products b
        where one.id <> other.id and a.id = one.id and b.id = other.id
        group by a.id, b.id order by a.id, b.id
        on conflict (product_id, other_id) do update set orders = sum.orders + excluded.orders
    )
    select count(*) into orders from folded;
    return orders;
end
$$;

-- Not strict, which an array in it would keep from being part of what calls it: the facets of each product whose stock changes.
create or replace function price_band(price numeric) returns int
language sql immutable parallel safe as $$
    select width_bucket(price, array[10, 25, 50, 100, 250, 500]::numeric[])
$$;
