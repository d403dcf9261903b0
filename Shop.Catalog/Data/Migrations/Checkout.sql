-- Stock, coupons and reviews: what several tables have to agree on is changed by one function each. See docs/checkout.md.

-- Stock -----------------------------------------------------------------------------------------------------------------------

-- Writes the ledger and products.stock together, one line for each product. SH001 where a stock would become negative, or where the product's
-- price is not the given one or it is no longer for sale; then nothing is done. All lock products in order of ids, so nobody waits in a circle.
create function move_stock(
    _reason smallint, _reference uuid, _note text, _by uuid, _at timestamptz, _products uuid[], _available int[], _on_hand int[], _prices numeric[]) returns void
language plpgsql as $$
declare
    moved int;
begin
    if exists (select from unnest(_available) change where change <> 0) then
        -- An update alone locks in the order in which it finds them.
        if cardinality(_products) > 1 then
            perform from products where id = any (_products) order by id for no key update;
        end if;
        update products p set stock = p.stock + line.available
        from unnest(_products, _available, _prices) as line (product_id, available, price)
        where p.id = line.product_id and p.stock + line.available >= 0 and (line.price is null or (p.price = line.price and p.status = 1));
        get diagnostics moved = row_count;
        if moved < cardinality(_products) then
            raise exception using errcode = 'SH001', message = 'there is too little stock, or a product is not what it was';
        end if;
    end if;
    insert into stock_movements (product_id, reason, available, on_hand, reference, note, at, by)
    select product_id, _reason, available, on_hand, _reference, _note, _at, _by
    from unnest(_products, _available, _on_hand) as line (product_id, available, on_hand)
    order by product_id;
end
$$;

-- What the seed's articles weigh, where they are there already.
update products p set weight_grams = article.grams
from (values ('ART', 2600), ('CLK', 900), ('MUG', 380), ('PLT', 620), ('TWL', 120), ('CSH', 850), ('THR', 1400), ('LMP', 2300), ('NBK', 340), ('CRD', 30),
    ('TEE', 220), ('TOT', 260)) as article (code, grams)
where split_part(p.sku, '-', 1) = article.code and p.weight_grams <> article.grams;

-- What there was before the ledger began.
insert into stock_movements (product_id, reason, available, on_hand, note, at)
select id, 1, stock, stock, 'opening balance', now() from products where stock > 0 order by id;

-- A product that was sold once stays, archived: orders and the ledger refer to it.
create function keep_sold_product() returns trigger
language plpgsql as $$
begin
    if exists (select from stock_movements where product_id = old.id and reason in (3, 5)) then
        raise exception using errcode = 'foreign_key_violation', message = format('product %s has been ordered and can''t be deleted', old.sku);
    end if;
    return old;
end
$$;

create trigger keep_sold_product before delete on products for each row execute function keep_sold_product();

-- Coupons ---------------------------------------------------------------------------------------------------------------------

-- SH002 where a limit or a date is against it. The coupon's row is locked first: those who use it wait in line, and each counts those before.
create function use_coupon(_coupon uuid, _user uuid, _checkout uuid, _at timestamptz) returns void
language plpgsql as $$
declare
    most_of_user int;
begin
    update coupons set uses = uses + 1
    where id = _coupon and (most_uses is null or uses < most_uses) and starts_at <= _at and (ends_at is null or _at < ends_at)
    returning most_uses_per_user into most_of_user;
    if not found or (select count(*) from coupon_uses where coupon_id = _coupon and user_id = _user) >= most_of_user then
        raise exception using errcode = 'SH002', message = 'the coupon can''t be used any more';
    end if;
    insert into coupon_uses (checkout_id, coupon_id, user_id) values (_checkout, _coupon, _user);
end
$$;

-- The use of an order that is paid late, whatever the limits say by now.
create function keep_coupon(_coupon uuid, _user uuid, _checkout uuid) returns void
language plpgsql as $$
begin
    insert into coupon_uses (checkout_id, coupon_id, user_id) values (_checkout, _coupon, _user) on conflict do nothing;
    if found then
        update coupons set uses = uses + 1 where id = _coupon;
    end if;
end
$$;

create function return_coupon(_checkout uuid) returns void
language plpgsql as $$
declare
    returned uuid;
begin
    delete from coupon_uses where checkout_id = _checkout returning coupon_id into returned;
    if found then
        update coupons set uses = uses - 1 where id = returned;
    end if;
end
$$;

-- Reviews ---------------------------------------------------------------------------------------------------------------------

-- The rating counts from the latest version of each review. Null is one that was withdrawn.
create function review_product(_review uuid, _product uuid, _version int, _rating int) returns void
language plpgsql as $$
declare
    earlier int;
begin
    -- There may be no row to lock yet: two first versions of one review wait for each other here.
    perform pg_advisory_xact_lock(hashtextextended(_review::text, 0));
    select rating into earlier from product_reviews where id = _review and version < _version;
    if found then
        update product_reviews set version = _version, rating = _rating where id = _review;
    else
        insert into product_reviews (id, product_id, version, rating) values (_review, _product, _version, _rating) on conflict do nothing;
        if not found then
            return;
        end if;
    end if;
    update products
    set rating_sum = rating_sum + coalesce(_rating, 0) - coalesce(earlier, 0),
        rating_count = rating_count + (_rating is not null)::int - (earlier is not null)::int
    where id = _product and _rating is distinct from earlier;
end
$$;
