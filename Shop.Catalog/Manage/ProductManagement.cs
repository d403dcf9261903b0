using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shop.Catalog.Data;
using Shop.Catalog.Products;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Manage;

/// <summary>What came of a change: the product as it is now, or by field what stands against it.</summary>
readonly record struct ProductChange(Product? Product, Dictionary<string, string[]>? Conflicts);

/// <summary>Changes of products by staff, each with its audit, in one transaction.</summary>
sealed class ProductManagement(CatalogContext context, TimeProvider time)
{
    public async Task<ProductChange> CreateAsync(ProductInput input, Author author, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var slug = input.Slug ?? Slug.Of(input.NameEn, input.Sku);
        if (input.Slug is null && await context.Products.AnyAsync(p => p.Slug == slug, cancellationToken))
            slug = Slug.WithSku(slug, input.Sku);
        var product = new Product
        {
            Id = Guid.CreateVersion7(now),
            Sku = input.Sku,
            Slug = slug,
            NameEn = input.NameEn.Trim(),
            NameZh = input.NameZh.Trim(),
            DescriptionEn = input.DescriptionEn.Trim(),
            DescriptionZh = input.DescriptionZh.Trim(),
            Brand = input.Brand.Trim(),
            CategoryId = input.CategoryId,
            Price = input.Price.Amount,
            Currency = input.Price.Currency,
            Stock = 0,
            WeightGrams = input.WeightGrams ?? Product.DefaultWeightGrams,
            Status = ProductStatus.Draft,
            CreatedAt = now,
            UpdatedAt = now,
        };
        context.Products.Add(product);
        new Changes().Add("sku", product.Sku).Add("slug", product.Slug).Add("nameEn", product.NameEn).Add("price", product.Price)
            .Record(context, "product.created", product.Id, author, now);
        return await SaveAsync(product, cancellationToken);
    }

    /// <exception cref="DbUpdateConcurrencyException">Somebody else was faster.</exception>
    public async Task<ProductChange> UpdateAsync(Product product, ProductInput input, Author author, CancellationToken cancellationToken)
    {
        if (input.Sku != product.Sku)
            return new(null, new() { ["sku"] = [Language.Choose("Names the product in orders and can't be changed.", "订单以它指称商品，不能修改。")] });
        var changes = new Changes();
        changes.Set("slug", product.Slug, input.Slug ?? product.Slug, slug => product.Slug = slug);
        changes.Set("nameEn", product.NameEn, input.NameEn.Trim(), name => product.NameEn = name);
        changes.Set("nameZh", product.NameZh, input.NameZh.Trim(), name => product.NameZh = name);
        changes.Set("descriptionEn", product.DescriptionEn, input.DescriptionEn.Trim(), text => product.DescriptionEn = text);
        changes.Set("descriptionZh", product.DescriptionZh, input.DescriptionZh.Trim(), text => product.DescriptionZh = text);
        changes.Set("brand", product.Brand, input.Brand.Trim(), brand => product.Brand = brand);
        changes.Set("categoryId", product.CategoryId, input.CategoryId, id => product.CategoryId = id);
        changes.Set("weightGrams", product.WeightGrams, input.WeightGrams ?? product.WeightGrams, grams => product.WeightGrams = grams);
        changes.Set("price", product.Price, input.Price.Amount, price => SetPrice(product, price, author));
        return await SaveChangesAsync(product, changes, "product.changed", author, cancellationToken);
    }

    /// <exception cref="DbUpdateConcurrencyException">Somebody else was faster.</exception>
    public async Task<ProductChange> SetStatusAsync(Product product, ProductStatus status, Author author, CancellationToken cancellationToken)
    {
        var changes = new Changes();
        var action = status switch
        {
            ProductStatus.Published => "product.published",
            ProductStatus.Archived => "product.archived",
            _ => "product.unpublished",
        };
        changes.Set("status", product.Status, status, changed => product.Status = changed);
        return await SaveChangesAsync(product, changes, action, author, cancellationToken);
    }

    /// <summary>False where anything refers to it: what has once been sold or counted in stock is kept.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Somebody else was faster.</exception>
    public async Task<bool> DeleteAsync(Product product, Author author, CancellationToken cancellationToken)
    {
        if (product.Status != ProductStatus.Draft || product.Stock != 0 || product.Sold != 0)
            return false;
        context.Products.Remove(product);
        new Changes().Add("sku", product.Sku).Add("slug", product.Slug).Add("nameEn", product.NameEn)
            .Record(context, "product.deleted", product.Id, author, time.GetUtcNow());
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation })
        {
            return false;
        }
    }

    void SetPrice(Product product, decimal price, Author author)
    {
        var now = time.GetUtcNow();
        context.PriceChanges.Add(new()
        {
            Id = Guid.CreateVersion7(now),
            ProductId = product.Id,
            At = now,
            UserId = author.Id,
            UserName = author.Name,
            OldPrice = product.Price,
            NewPrice = price,
            Currency = product.Currency,
        });
        product.Price = price;
    }

    /// <summary>What changes nothing is no change: the version stays.</summary>
    async Task<ProductChange> SaveChangesAsync(Product product, Changes changes, string action, Author author, CancellationToken cancellationToken)
    {
        if (!changes.Any)
            return new(product, null);
        product.Version++;
        product.UpdatedAt = time.GetUtcNow();
        changes.Record(context, action, product.Id, author, product.UpdatedAt);
        return await SaveAsync(product, cancellationToken);
    }

    /// <summary>What the database refuses is told by field.</summary>
    async Task<ProductChange> SaveAsync(Product product, CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return new(product, null);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { ConstraintName: { } constraint } && Conflict(constraint) is var (field, error))
        {
            return new(null, new() { [field] = [error] });
        }
    }

    static (string Field, string Error)? Conflict(string constraint) => constraint switch
    {
        "ix_products_sku" => ("sku", Language.Choose("Is another product's.", "已被其他商品使用。")),
        "ix_products_slug" => ("slug", Language.Choose("Is another product's.", "已被其他商品使用。")),
        "fk_products_category_id" => ("categoryId", Language.Choose("There is no such category.", "没有此分类。")),
        _ => null,
    };
}
