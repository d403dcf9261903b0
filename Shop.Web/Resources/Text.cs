namespace Shop.Web.Resources;

/// <summary>Names the resource files beside it: all text of the pages, in both languages.</summary>
sealed class Text;
