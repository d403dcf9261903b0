using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Shop.Catalog.Cart;
using Shop.Catalog.Categories;
using Shop.Catalog.Checkout;
using Shop.Catalog.Gallery;
using Shop.Catalog.Manage;
using Shop.Catalog.Manage.Import;
using Shop.Catalog.Products;
using Shop.Catalog.Search;
using Shop.Catalog.Stock;

namespace Shop.Catalog;

/// <summary>Serializers made at build time: faster at the first request and at every other.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProductPage))]
[JsonSerializable(typeof(ProductDetails))]
[JsonSerializable(typeof(List<ProductSummary>))]
[JsonSerializable(typeof(RelatedProductsResponse))]
[JsonSerializable(typeof(List<ProductAddress>))]
[JsonSerializable(typeof(SuggestionResponse))]
[JsonSerializable(typeof(List<CategoryResponse>))]
[JsonSerializable(typeof(CartResponse))]
[JsonSerializable(typeof(CartSummary))]
[JsonSerializable(typeof(CartLineRequest))]
[JsonSerializable(typeof(CartQuantityRequest))]
[JsonSerializable(typeof(CartChangeResponse))]
[JsonSerializable(typeof(ViewedRequest))]
[JsonSerializable(typeof(Guid[]))]
[JsonSerializable(typeof(QuoteRequest))]
[JsonSerializable(typeof(Quote))]
[JsonSerializable(typeof(List<DeliveryOffer>))]
[JsonSerializable(typeof(CheckoutRequest))]
[JsonSerializable(typeof(CheckoutResponse))]
[JsonSerializable(typeof(StockChangeRequest))]
[JsonSerializable(typeof(StockResponse))]
[JsonSerializable(typeof(StockCheckResponse))]
[JsonSerializable(typeof(List<StockMovementResponse>))]
[JsonSerializable(typeof(ProductInput))]
[JsonSerializable(typeof(ManagedProduct))]
[JsonSerializable(typeof(ManagedProductPage))]
[JsonSerializable(typeof(LowStock))]
[JsonSerializable(typeof(List<PriceChangeResponse>))]
[JsonSerializable(typeof(List<AuditEntryResponse>))]
[JsonSerializable(typeof(GalleryPictureResponse))]
[JsonSerializable(typeof(List<GalleryPictureResponse>))]
[JsonSerializable(typeof(GalleryOrder))]
[JsonSerializable(typeof(CategoryInput))]
[JsonSerializable(typeof(CategoryMove))]
[JsonSerializable(typeof(ManagedCategory))]
[JsonSerializable(typeof(CouponInput))]
[JsonSerializable(typeof(ManagedCoupon))]
[JsonSerializable(typeof(ManagedCouponPage))]
[JsonSerializable(typeof(CouponUsePage))]
[JsonSerializable(typeof(List<ManagedCategory>))]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(List<ImportError>))]
[JsonSerializable(typeof(ImportJobResponse))]
[JsonSerializable(typeof(List<ImportJobResponse>))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
sealed partial class CatalogJson : JsonSerializerContext;
