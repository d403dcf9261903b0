namespace Shop.Catalog.Search;

/// <summary>A value to filter by, as the parameter of the facet's name takes it, and how many products would be left with it alone in that facet.</summary>
sealed record FacetValue(string Value, int Count, bool Selected);

/// <summary>A category to filter by; <see cref="Count"/> includes its descendants.</summary>
sealed record CategoryFacet(string Value, string Name, int Count, bool Selected, IReadOnlyList<CategoryFacet> Children);

/// <summary>What a list can be narrowed down to, under the names of the list's parameters. The counts of a facet regard all filters but its own.</summary>
sealed record Facets(
    IReadOnlyList<CategoryFacet> Category, IReadOnlyList<FacetValue> Brand, IReadOnlyList<FacetValue> Price, IReadOnlyList<FacetValue> Rating, IReadOnlyList<FacetValue> InStock);
