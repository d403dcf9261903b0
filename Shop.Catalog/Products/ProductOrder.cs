using Shop.Catalog.Data;

namespace Shop.Catalog.Products;

/// <summary>The columns that a sort goes by, all in one direction, so that a place in it is one comparison of rows, which an index answers from there on.</summary>
sealed record ProductOrder(ProductSort Sort, bool Descending, params string[] Columns)
{
    static readonly Dictionary<ProductSort, ProductOrder> All = new ProductOrder[]
    {
        new(ProductSort.Newest, true, "created_at", "id"),
        new(ProductSort.PriceAscending, false, "price", "id"),
        new(ProductSort.PriceDescending, true, "price", "id"),
        new(ProductSort.NameEn, false, "name_en", "id"),
        new(ProductSort.NameZh, false, "name_zh", "id"),
        new(ProductSort.Rating, true, "rating_average", "rating_count", "id"),
        new(ProductSort.Bestselling, true, "sold", "id"),
        new(ProductSort.Relevance, true, "rank", "sold", "id"),
    }.ToDictionary(order => order.Sort);

    public static ProductOrder Of(ProductSort sort) => All[sort];

    /// <summary>Turned round for a page that is read backwards.</summary>
    public Statement AppendOrderBy(Statement statement, string table, bool backwards)
    {
        var direction = Descending != backwards ? " desc" : "";
        return statement.Append(" order by ").Append(string.Join(", ", Columns.Select(column => $"{table}.{column}{direction}")));
    }

    public Statement AppendPlace(Statement statement, string table, ProductCursor cursor, bool backwards)
    {
        statement.Append("(").Append(string.Join(", ", Columns.Select(column => $"{table}.{column}"))).Append(Descending != backwards ? ") < (" : ") > (");
        return (Sort switch
        {
            ProductSort.Newest => statement.Append($"{cursor.CreatedAt}, {cursor.Id}"),
            ProductSort.NameEn or ProductSort.NameZh => statement.Append($"{cursor.Name}, {cursor.Id}"),
            ProductSort.Rating => statement.Append($"{cursor.RatingAverage}, {cursor.RatingCount}, {cursor.Id}"),
            ProductSort.Bestselling => statement.Append($"{cursor.Sold}, {cursor.Id}"),
            ProductSort.Relevance => statement.Append($"{cursor.Rank}, {cursor.Sold}, {cursor.Id}"),
            _ => statement.Append($"{cursor.Price}, {cursor.Id}"),
        }).Append(")");
    }
}
