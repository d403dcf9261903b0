using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Cart;

static class CartTexts
{
    public static string Owner => Language.Choose(
        "Must name the cart by 22 to 64 characters of A-Z, a-z, 0-9, - and _, chosen at random, unless a token says whose it is.", "未登录时，须以 22 至 64 个随机字符（A-Z、a-z、0-9、-、_）指明购物车。");

    public static string SoldOut => Language.Choose("Is sold out.", "已售罄。");

    public static string Full => Language.Choose($"The cart has {Carts.MostLines} lines already.", $"购物车中已有 {Carts.MostLines} 种商品。");

    public static string SavedFull => Language.Choose($"{Carts.MostSaved} are saved already.", $"已收存 {Carts.MostSaved} 种商品。");

    public static string NotInCart => Language.Choose("Is not in the cart.", "购物车中没有此商品。");

    public static string Empty => Language.Choose("The cart is empty.", "购物车是空的。");

    public static string TooOften => Language.Choose("The cart was changed too often from here. Try again in a while, or sign in.", "此处更改购物车过于频繁，请稍后再试，或先登录。");

    public static string Away => Language.Choose("The carts can't be reached. Try again in a moment.", "暂时无法读取购物车，请稍后再试。");
}
