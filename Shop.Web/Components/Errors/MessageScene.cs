namespace Shop.Web.Components.Errors;

public enum MessageScene
{
    EmptyHook,
    LampOut,
    ClosedDoor,
    FallenFrame,
}
