-- Full-text search, facets and what is counted from orders. How it all works together is told in docs/catalog.md.

create extension if not exists pg_trgm;

-- Text ------------------------------------------------------------------------------------------------------------------------

-- Text as it is indexed: without accents and the marks that hold words together, and Chinese, which has no spaces, as all its pairs of
-- neighbours. The last character of a run also stands alone, so that each one begins some word and can be found as a prefix.
create function search_text(value text) returns text
language plpgsql immutable strict parallel safe as $$
begin
    if octet_length(value) > length(value) then
        value := regexp_replace(normalize(value, NFKD), '[\u0300-\u036f]', '', 'g');
        if value ~ '[\u3400-\u9fff]' then
            value := regexp_replace(value, '([\u3400-\u9fff]+)', ' \1 ', 'g');
            value := regexp_replace(value, '([\u3400-\u9fff]{2})', '\1 ', 'g')
                || regexp_replace(regexp_replace(value, ' [\u3400-\u9fff]', ' ', 'g'), '([\u3400-\u9fff]{2})', '\1 ', 'g');
        end if;
    end if;
    return replace(replace(replace(replace(value, '-', ' '), '/', ' '), '.', ' '), '_', ' ');
end
$$;

-- Words of names both by their stem and as they are written, so that what has been typed of one is a prefix of it.
create function search_name(name_en text, name_zh text default '') returns tsvector
language plpgsql immutable strict parallel safe as $$
begin
    name_en := search_text(name_en);
    return to_tsvector('simple', name_en) || to_tsvector('english', name_en || ' ' || search_text(name_zh));
end
$$;

-- A word of its own for a category, which the words of the category's name are replaced by when somebody asks for them: renaming or
-- moving a category touches no product.
create function search_category(id uuid) returns text
language sql immutable strict parallel safe as $$
    select 'c' || replace(id::text, '-', '')
$$;

create function product_search(sku text, name_en text, name_zh text, brand text, category_id uuid, description_en text, description_zh text) returns tsvector
language plpgsql immutable parallel safe as $$
begin
    return format('sku%s:1A %s:1B', lower(regexp_replace(sku, '[^[:alnum:]]', '', 'g')), search_category(category_id))::tsvector
        || setweight(search_name(name_en, name_zh), 'A')
        || setweight(search_name(brand), 'B')
        || setweight(to_tsvector('english', search_text(description_en) || ' ' || search_text(description_zh)), 'D');
end
$$;

alter table categories add column search tsvector not null generated always as (search_name(name_en, name_zh)) stored;

-- What somebody searches: all the words, or with any_word one of them, each in the product or in the name of one of its categories. A word
-- comes as a tsquery of its own, since the pairs of a Chinese one belong together. The prefix is the word that is being typed. The sku is the
-- whole text once more, should it be one. Null where only stop words are left.
create function search_query(words text[], any_word boolean default false, prefix text default null, sku text default null) returns tsquery
language plpgsql stable parallel safe as $$
declare
    word tsquery;
    within tsquery;
    result tsquery;
begin
    for word in
        select to_tsquery('english', w) from unnest(words) w
        union all
        select to_tsquery('simple', prefix) where prefix is not null
    loop
        continue when numnode(word) = 0;
        with recursive named as (
            select id from categories where search @@ word
            union
            select c.id from categories c join named on c.parent_id = named.id
        )
        select string_agg(search_category(id), ' | ')::tsquery into within from named;
        word := coalesce(word || within, word);
        result := case when result is null then word when any_word then result || word else result && word end;
    end loop;
    return coalesce(result || sku::tsquery, result);
end
$$;

-- Facets ----------------------------------------------------------------------------------------------------------------------

-- Where the bands of prices begin; PriceBands.cs has the same.
create function price_band(price numeric) returns int
language sql immutable strict parallel safe as $$
    select width_bucket(price, array[10, 25, 50, 100, 250, 500]::numeric[])
$$;

-- What a product can be filtered by: one value for each facet, told apart by its first letter.
create function product_facets(category_id uuid, brand text, price numeric, rating_sum int, rating_count int, stock int) returns text[]
language sql immutable parallel safe as $$
    select array[
        'c' || category_id::text,
        'b' || brand,
        'p' || price_band(price)::text,
        'r' || (case when rating_count = 0 then 0 else rating_sum / rating_count end)::text,
        case when stock > 0 then 's1' else 's0' end]
$$;

alter table products
    add column search tsvector not null generated always as (product_search(sku, name_en, name_zh, brand, category_id, description_en, description_zh)) stored,
    add column facets text[] not null generated always as (product_facets(category_id, brand, price, rating_sum, rating_count, stock)) stored,
    -- Room for the row's next version beside it: a change of stock then touches no index.
    set (fillfactor = 80);

-- One index for the words and the facets, so that both together are looked up as one.
create index ix_products_search on products using gin (search, facets) where status = 1;

-- How many published products there are with exactly these facets. Kept as a sum and the changes to it: whoever changes a product only
-- ever adds a row, and waits for nobody; fold_product_counts puts the changes into the sum from time to time.
create table product_counts (
    facets text[] not null,
    products bigint not null,
    constraint pk_product_counts primary key (facets));

create table product_count_changes (
    id bigint not null generated always as identity,
    facets text[] not null,
    products bigint not null,
    constraint pk_product_count_changes primary key (id));

create function fold_product_counts() returns void
language plpgsql as $$
begin
    if not pg_try_advisory_xact_lock(hashtextextended('fold_product_counts', 0)) then
        return;
    end if;
    with folded as (
        delete from product_count_changes returning facets, products
    )
    insert into product_counts as sum (facets, products)
    select facets, sum(products) from folded group by facets having sum(products) <> 0
    on conflict (facets) do update set products = sum.products + excluded.products;
    if found then
        delete from product_counts where products = 0;
    end if;
end
$$;

create function count_products_inserted() returns trigger
language plpgsql as $$
begin
    insert into product_count_changes (facets, products)
    select facets, count(*) from inserted where status = 1 group by facets;
    return null;
end
$$;

create function count_product_updated() returns trigger
language plpgsql as $$
begin
    insert into product_count_changes (facets, products)
    select old.facets, -1 where old.status = 1
    union all
    select new.facets, 1 where new.status = 1;
    return null;
end
$$;

create function count_products_deleted() returns trigger
language plpgsql as $$
begin
    insert into product_count_changes (facets, products)
    select facets, -count(*) from deleted where status = 1 group by facets;
    return null;
end
$$;

create trigger count_products_inserted after insert on products
    referencing new table as inserted for each statement execute function count_products_inserted();
create trigger count_product_updated after update on products
    for each row when (old.status <> new.status or old.facets <> new.facets) execute function count_product_updated();
create trigger count_products_deleted after delete on products
    referencing old table as deleted for each statement execute function count_products_deleted();

insert into product_counts (facets, products) select facets, count(*) from products where status = 1 group by facets;

-- Spelling --------------------------------------------------------------------------------------------------------------------

-- The words that names are made of, for those who mistype one.
create table search_words (
    word text collate "C" not null,
    constraint pk_search_words primary key (word));

create index ix_search_words_trigrams on search_words using gin (word gin_trgm_ops);

create function name_words(names text) returns setof text
language sql immutable strict parallel safe as $$
    select word from unnest(tsvector_to_array(to_tsvector('simple', search_text(names)))) word where word ~ '^[a-z]{3,30}$'
$$;

create function learn_words_inserted() returns trigger
language plpgsql as $$
begin
    -- In order, so that two who teach the same words wait for each other and not both.
    if tg_table_name = 'products' then
        insert into search_words select distinct name_words(name_en || ' ' || brand) as word from inserted order by word on conflict do nothing;
    else
        insert into search_words select distinct name_words(name_en) as word from inserted order by word on conflict do nothing;
    end if;
    return null;
end
$$;

create function learn_words_updated() returns trigger
language plpgsql as $$
begin
    if tg_table_name = 'products' then
        insert into search_words select name_words(new.name_en || ' ' || new.brand) as word order by word on conflict do nothing;
    else
        insert into search_words select name_words(new.name_en) as word order by word on conflict do nothing;
    end if;
    return null;
end
$$;

create trigger learn_words_inserted after insert on products
    referencing new table as inserted for each statement execute function learn_words_inserted();
create trigger learn_words_updated after update of name_en, brand on products
    for each row when (old.name_en <> new.name_en or old.brand <> new.brand) execute function learn_words_updated();
create trigger learn_words_inserted after insert on categories
    referencing new table as inserted for each statement execute function learn_words_inserted();
create trigger learn_words_updated after update of name_en on categories
    for each row when (old.name_en <> new.name_en) execute function learn_words_updated();

insert into search_words
select name_words(name_en || ' ' || brand) as word from products union select name_words(name_en) from categories order by word;

-- Orders ----------------------------------------------------------------------------------------------------------------------

-- Pieces sold; products.sold follows once a minute.
create table product_sales (
    product_id uuid not null,
    pieces bigint not null,
    shown bigint not null default 0,
    constraint pk_product_sales primary key (product_id),
    constraint fk_product_sales_product_id foreign key (product_id) references products (id) on delete cascade);

create index ix_product_sales_not_shown on product_sales (product_id) where pieces <> shown;

-- In how many orders two products were together; each pair stands here in both directions.
create table product_pairs (
    product_id uuid not null,
    other_id uuid not null,
    orders int not null,
    constraint pk_product_pairs primary key (product_id, other_id),
    constraint fk_product_pairs_product_id foreign key (product_id) references products (id) on delete cascade,
    constraint fk_product_pairs_other_id foreign key (other_id) references products (id) on delete cascade);

create index ix_product_pairs_orders on product_pairs (product_id, orders, other_id);
create index ix_product_pairs_other_id on product_pairs (other_id);
