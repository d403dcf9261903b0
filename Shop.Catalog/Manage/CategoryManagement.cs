using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shop.Catalog.Categories;
using Shop.Catalog.Data;
using Shop.Catalog.Products;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Manage;

/// <summary>A category as staff writes it; where it stands in the tree is changed by moving it.</summary>
sealed record CategoryInput(string NameEn, string NameZh, string DescriptionEn, string DescriptionZh, Guid? ParentId = null, string? Slug = null)
{
    const int DescriptionLength = 1_000;

    public Dictionary<string, string[]> Validate()
    {
        var errors = new Dictionary<string, string[]>();
        void Check(string field, string? error)
        {
            if (error is not null)
                errors[field] = [error];
        }
        Check("nameEn", ProductRules.Text(NameEn, Product.NameLength));
        Check("nameZh", ProductRules.Text(NameZh, Product.NameLength));
        foreach (var (field, text) in (ReadOnlySpan<(string, string)>)[("descriptionEn", DescriptionEn), ("descriptionZh", DescriptionZh)])
            Check(field, text.Length > DescriptionLength ? ProductRules.Longest(DescriptionLength) : ProductRules.Description(text));
        Check("slug", Slug is null ? Manage.Slug.From(NameEn).Length == 0 ? Language.Choose("Is required where the English name has no letters.", "英文名称不含字母时必须填写。") : null : ProductRules.Slug(Slug));
        return errors;
    }
}

/// <summary>Where a category goes: below which one (null for the top), and how many of its new siblings stand before it.</summary>
sealed record CategoryMove(Guid? ParentId, int Position);

readonly record struct CategoryChange(Category? Category, Dictionary<string, string[]>? Conflicts)
{
    public static CategoryChange Conflict(string field, string error) => new(null, new() { [field] = [error] });
}

/// <summary>Changes of the tree by staff, one at a time: two moves, each fine by itself, could make a ring.</summary>
sealed class CategoryManagement(CatalogContext context, TimeProvider time)
{
    public Task<CategoryChange> CreateAsync(CategoryInput input, Author author, CancellationToken cancellationToken) =>
        ChangeTreeAsync(
            all =>
            {
                if (input.ParentId is { } parent && all.TrueForAll(c => c.Id != parent))
                    return Task.FromResult(CategoryChange.Conflict("parentId", Language.Choose("There is no such category.", "没有此分类。")));
                var slug = input.Slug ?? Slug.From(input.NameEn);
                // Readable, and after the parent's only where the name alone is taken.
                if (input.Slug is null && all.Exists(c => c.Slug == slug) && all.Find(c => c.Id == input.ParentId) is { } above)
                    slug = $"{above.Slug}-{slug}";
                if (all.Exists(c => c.Slug == slug))
                    return Task.FromResult(CategoryChange.Conflict("slug", Language.Choose("Is another category's.", "已被其他分类使用。")));
                var now = time.GetUtcNow();
                var category = new Category
                {
                    Id = Guid.CreateVersion7(now),
                    Slug = slug,
                    NameEn = input.NameEn.Trim(),
                    NameZh = input.NameZh.Trim(),
                    DescriptionEn = input.DescriptionEn.Trim(),
                    DescriptionZh = input.DescriptionZh.Trim(),
                    ParentId = input.ParentId,
                    Position = Siblings(all, input.ParentId).Count,
                };
                context.Categories.Add(category);
                new Changes().Add("slug", slug).Add("nameEn", category.NameEn).Add("parentId", category.ParentId).Record(context, "category.created", category.Id, author, now);
                return Task.FromResult(new CategoryChange(category, null));
            },
            cancellationToken);

    /// <exception cref="DbUpdateConcurrencyException">It is no longer of this version.</exception>
    public Task<CategoryChange> UpdateAsync(Guid id, int version, CategoryInput input, Author author, CancellationToken cancellationToken) =>
        ChangeTreeAsync(
            all =>
            {
                var category = Find(all, id, version);
                var slug = input.Slug ?? category.Slug;
                if (all.Exists(c => c.Id != id && c.Slug == slug))
                    return Task.FromResult(CategoryChange.Conflict("slug", Language.Choose("Is another category's.", "已被其他分类使用。")));
                var changes = new Changes();
                changes.Set("slug", category.Slug, slug, value => category.Slug = value);
                changes.Set("nameEn", category.NameEn, input.NameEn.Trim(), value => category.NameEn = value);
                changes.Set("nameZh", category.NameZh, input.NameZh.Trim(), value => category.NameZh = value);
                changes.Set("descriptionEn", category.DescriptionEn, input.DescriptionEn.Trim(), value => category.DescriptionEn = value);
                changes.Set("descriptionZh", category.DescriptionZh, input.DescriptionZh.Trim(), value => category.DescriptionZh = value);
                Record(category, changes, "category.changed", author);
                return Task.FromResult(new CategoryChange(category, null));
            },
            cancellationToken);

    /// <exception cref="DbUpdateConcurrencyException">It is no longer of this version.</exception>
    public Task<CategoryChange> MoveAsync(Guid id, int version, CategoryMove move, Author author, CancellationToken cancellationToken) =>
        ChangeTreeAsync(
            all =>
            {
                var category = Find(all, id, version);
                var byId = all.ToDictionary(c => c.Id);
                if (move.ParentId is { } target && !byId.ContainsKey(target))
                    return Task.FromResult(CategoryChange.Conflict("parentId", Language.Choose("There is no such category.", "没有此分类。")));
                for (var above = move.ParentId; above is { } step; above = byId[step].ParentId)
                    if (step == id)
                        return Task.FromResult(CategoryChange.Conflict("parentId", Language.Choose("Is the category itself or below it.", "不能移到自身或其下级之下。")));
                var siblings = Siblings(all, move.ParentId);
                siblings.Remove(category);
                if (move.Position < 0 || move.Position > siblings.Count)
                    return Task.FromResult(CategoryChange.Conflict("position", Language.Choose($"Must be from 0 to {siblings.Count}.", $"须为 0 至 {siblings.Count}。")));
                siblings.Insert(move.Position, category);
                var changes = new Changes();
                changes.Set("parentId", category.ParentId, move.ParentId, value => category.ParentId = value);
                var before = category.Position;
                // Their numbers only say their order: to close up is no change of theirs.
                for (var position = 0; position < siblings.Count; position++)
                    siblings[position].Position = position;
                changes.Set("position", before, category.Position, static _ => { });
                Record(category, changes, "category.moved", author);
                return Task.FromResult(new CategoryChange(category, null));
            },
            cancellationToken);

    /// <exception cref="DbUpdateConcurrencyException">It is no longer of this version.</exception>
    public Task<CategoryChange> DeleteAsync(Guid id, int version, Author author, CancellationToken cancellationToken) =>
        ChangeTreeAsync(
            async all =>
            {
                var category = Find(all, id, version);
                if (all.Exists(c => c.ParentId == id))
                    return CategoryChange.Conflict("id", Language.Choose("Has categories below it.", "还有下级分类。"));
                // Drafts and archived ones too: what hangs on it must be moved first.
                if (await context.Products.AnyAsync(p => p.CategoryId == id, cancellationToken))
                    return CategoryChange.Conflict("id", Language.Choose("Has products.", "还有商品。"));
                context.Categories.Remove(category);
                new Changes().Add("slug", category.Slug).Add("nameEn", category.NameEn).Record(context, "category.deleted", id, author, time.GetUtcNow());
                return new(category, null);
            },
            cancellationToken);

    async Task<CategoryChange> ChangeTreeAsync(Func<List<Category>, Task<CategoryChange>> change, CancellationToken cancellationToken) =>
        await context.Database.CreateExecutionStrategy().ExecuteAsync(
            async cancel =>
            {
                context.ChangeTracker.Clear();
                await using var transaction = await context.Database.BeginTransactionAsync(cancel);
                await context.Database.ExecuteSqlRawAsync("select pg_advisory_xact_lock(hashtextextended('categories', 0))", cancel);
                var done = await change(await context.Categories.OrderBy(c => c.Position).ThenBy(c => c.Id).ToListAsync(cancel));
                if (done.Category is null)
                    return done;
                try
                {
                    await context.SaveChangesAsync(cancel);
                }
                catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation })
                {
                    // A product came in between.
                    return CategoryChange.Conflict("id", Language.Choose("Has products.", "还有商品。"));
                }
                await transaction.CommitAsync(cancel);
                return done;
            },
            cancellationToken);

    static Category Find(List<Category> all, Guid id, int version) =>
        all.Find(c => c.Id == id && c.Version == version) ?? throw new DbUpdateConcurrencyException("It is no longer of this version.");

    static List<Category> Siblings(List<Category> all, Guid? parentId) => all.FindAll(c => c.ParentId == parentId);

    void Record(Category category, Changes changes, string action, Author author)
    {
        if (!changes.Any)
            return;
        category.Version++;
        changes.Record(context, action, category.Id, author, time.GetUtcNow());
    }
}
