namespace Shop.Catalog.Manage.Import;

/// <summary>The statements of an import, in the order in which they run.</summary>
static class ImportSql
{
    public const string CreateTable =
        """
        create temporary table import_rows (
            row int not null, id uuid not null, sku text not null, slug text, new_slug text not null, sku_slug text not null,
            name_en text, name_zh text, description_en text, description_zh text, brand text, category text, price numeric, weight_grams int, status smallint,
            product_id uuid, category_id uuid)
        on commit drop
        """;

    public const string Copy =
        "copy import_rows (row, id, sku, slug, new_slug, sku_slug, name_en, name_zh, description_en, description_zh, brand, category, price, weight_grams, status) from stdin (format binary)";

    /// <summary>Finds the products and categories that rows mean, and slugs for new products: by their names, or with the sku where that is taken.</summary>
    public const string Prepare =
        """
        create index on import_rows (sku);
        analyze import_rows;
        update import_rows i set product_id = p.id from products p where p.sku = i.sku;
        update import_rows i set category_id = c.id from categories c where c.slug = i.category;
        create index on import_rows (slug);
        with candidates as (
            select i.row, i.new_slug, row_number() over (partition by i.new_slug order by i.row) as place,
                exists (select 1 from products p where p.slug = i.new_slug) or exists (select 1 from import_rows o where o.slug = i.new_slug) as taken
            from import_rows i where i.product_id is null and i.slug is null
        )
        update import_rows i set slug = case when c.taken or c.place > 1 then i.sku_slug else i.new_slug end from candidates c where c.row = i.row;
        analyze import_rows
        """;

    /// <summary>What no row can know by itself: row, column, what is wrong (see ImportTexts) and which other row is meant.</summary>
    public const string Check =
        """
        select row, 'sku', 'twice', first from (select row, min(row) over (partition by sku) as first from import_rows) i where row > first
        union all
        -- Of rows of one sku this is said once, above.
        select row, 'slug', 'twice', first from (
            select row, sku, min(row) over (partition by slug) as first, min(row) over (partition by sku) as first_of_sku from import_rows where slug is not null) i
            where row > first and row = first_of_sku
        union all
        select i.row, 'slug', 'taken', null from import_rows i join products p on p.slug = i.slug where p.id is distinct from i.product_id
            and not exists (select 1 from import_rows o where o.product_id = p.id and o.slug is not null and o.slug <> p.slug)
        union all
        select row, 'category', 'category', null from import_rows where category is not null and category_id is null
        union all
        select row, missing, 'required', null from import_rows
            cross join lateral (values ('name_en', name_en), ('name_zh', name_zh), ('brand', brand), ('category', category), ('price', price::text)) field (missing, value)
            where product_id is null and value is null
        order by 1, 2
        """;

    public const string CountNew = "select count(*) from import_rows where product_id is null";

    /// <summary>Rows and products that differ; what a file says nothing of is as it is.</summary>
    const string Changed =
        """
        import_rows i join products p on p.id = i.product_id
        where (coalesce(i.slug, p.slug), coalesce(i.name_en, p.name_en), coalesce(i.name_zh, p.name_zh), coalesce(i.description_en, p.description_en), coalesce(i.description_zh, p.description_zh),
            coalesce(i.brand, p.brand), coalesce(i.category_id, p.category_id), coalesce(i.price, p.price), coalesce(i.weight_grams, p.weight_grams), coalesce(i.status, p.status))
            is distinct from (p.slug, p.name_en, p.name_zh, p.description_en, p.description_zh, p.brand, p.category_id, p.price, p.weight_grams, p.status)
        """;

    public const string CountChanged = $"select count(*) from {Changed}";

    /// <summary>
    /// Rows are locked in the order of their ids, as a checkout does. A slug may pass from one product to another within a file: those that
    /// change theirs give it up first.
    /// </summary>
    public const string Apply =
        $"""
        create temporary table import_changes on commit drop as select i.*, p.id as changed_id from {Changed};
        select id from products where id in (select changed_id from import_changes) order by id for update;

        insert into price_changes (id, product_id, at, user_id, user_name, old_price, new_price, currency)
        select i.id, p.id, @now, @user_id, @user_name, p.price, i.price, p.currency from import_changes i join products p on p.id = i.changed_id where i.price <> p.price;

        insert into audit_entries (id, at, user_id, user_name, action, subject_id, changes)
        select i.id, @now, @user_id, @user_name, 'product.imported', p.id, jsonb_strip_nulls(jsonb_build_object(
            'slug', case when i.slug <> p.slug then jsonb_build_array(p.slug, i.slug) end,
            'nameEn', case when i.name_en <> p.name_en then jsonb_build_array(p.name_en, i.name_en) end,
            'nameZh', case when i.name_zh <> p.name_zh then jsonb_build_array(p.name_zh, i.name_zh) end,
            'descriptionEn', case when i.description_en <> p.description_en then jsonb_build_array(p.description_en, i.description_en) end,
            'descriptionZh', case when i.description_zh <> p.description_zh then jsonb_build_array(p.description_zh, i.description_zh) end,
            'brand', case when i.brand <> p.brand then jsonb_build_array(p.brand, i.brand) end,
            'categoryId', case when i.category_id <> p.category_id then jsonb_build_array(p.category_id, i.category_id) end,
            'price', case when i.price <> p.price then jsonb_build_array(p.price, i.price) end,
            'weightGrams', case when i.weight_grams <> p.weight_grams then jsonb_build_array(p.weight_grams, i.weight_grams) end,
            'status', case when i.status <> p.status then jsonb_build_array(p.status, i.status) end))
        from import_changes i join products p on p.id = i.changed_id;

        update products p set slug = 'import-' || p.id from import_changes i where p.id = i.changed_id and i.slug <> p.slug;
        update products p set
            slug = coalesce(i.slug, p.slug), name_en = coalesce(i.name_en, p.name_en), name_zh = coalesce(i.name_zh, p.name_zh),
            description_en = coalesce(i.description_en, p.description_en), description_zh = coalesce(i.description_zh, p.description_zh),
            brand = coalesce(i.brand, p.brand), category_id = coalesce(i.category_id, p.category_id), price = coalesce(i.price, p.price),
            weight_grams = coalesce(i.weight_grams, p.weight_grams), status = coalesce(i.status, p.status), version = p.version + 1, updated_at = @now
        from import_changes i where p.id = i.changed_id;

        insert into products (id, sku, slug, name_en, name_zh, description_en, description_zh, price, currency, category_id, brand, stock, weight_grams, rating_sum, rating_count, status, created_at, updated_at)
        select id, sku, slug, name_en, name_zh, coalesce(description_en, ''), coalesce(description_zh, ''), price, @currency, category_id, brand, 0, coalesce(weight_grams, @weight), 0, 0, coalesce(status, 0), @now, @now
        from import_rows where product_id is null;
        insert into audit_entries (id, at, user_id, user_name, action, subject_id, changes)
        select id, @now, @user_id, @user_name, 'product.imported', id, jsonb_build_object('sku', sku, 'slug', slug, 'nameEn', name_en, 'price', price) from import_rows where product_id is null;

        insert into audit_entries (id, at, user_id, user_name, action, subject_id, changes)
        values (@import_id, @now, @user_id, @user_name, 'products.imported', @import_id, jsonb_build_object('rows', @rows, 'created', @created, 'updated', @updated));
        """;

    public const string Export =
        """
        copy (
            select p.sku, p.slug, p.name_en, p.name_zh, p.description_en, p.description_zh, p.brand, c.slug as category, p.price, p.currency, p.weight_grams,
                case p.status when 0 then 'draft' when 1 then 'published' else 'archived' end as status, p.stock
            from products p join categories c on c.id = p.category_id order by p.id
        ) to stdout (format csv, header)
        """;
}
