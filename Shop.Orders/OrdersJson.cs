using System.Text.Json;
using System.Text.Json.Serialization;
using Shop.Orders.Orders;
using Shop.Orders.Reviews;
using Shop.Orders.Reviews.Pictures;
using Shop.Orders.Staff;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Orders;

/// <summary>Serializers made at build time: faster at the first request and at every other.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Address))]
[JsonSerializable(typeof(OrderPage))]
[JsonSerializable(typeof(OrderDetails))]
[JsonSerializable(typeof(OrderChange))]
[JsonSerializable(typeof(ReasonRequest))]
[JsonSerializable(typeof(PayRequest))]
[JsonSerializable(typeof(ShipRequest))]
[JsonSerializable(typeof(TrackRequest))]
[JsonSerializable(typeof(RefundRequest))]
[JsonSerializable(typeof(NoteRequest))]
[JsonSerializable(typeof(OrderFigures))]
[JsonSerializable(typeof(List<WorkItem>))]
[JsonSerializable(typeof(List<FailedMessage>))]
[JsonSerializable(typeof(ReviewRequest))]
[JsonSerializable(typeof(ReviewResponse))]
[JsonSerializable(typeof(ReviewPage))]
[JsonSerializable(typeof(ManagedReviewPage))]
[JsonSerializable(typeof(ReviewPictureResponse))]
[JsonSerializable(typeof(HideRequest))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
sealed partial class OrdersJson : JsonSerializerContext;
