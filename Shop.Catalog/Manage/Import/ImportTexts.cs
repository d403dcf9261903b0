using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Manage.Import;

/// <summary>What an import says of rows that are wrong only beside each other, or beside what there is.</summary>
static class ImportTexts
{
    public static string Changed => Language.Choose(
        "Products or categories were changed while the file was imported, and nothing of it was. Try again.", "导入期间商品或分类被他人修改，未导入任何内容，请重试。");

    /// <param name="code">As the statement that checks has it.</param>
    /// <param name="row">The other row that it is about.</param>
    public static string Of(string code, int row) => code switch
    {
        "twice" => Language.Choose($"Stands in row {row} too.", $"与第 {row} 行重复。"),
        "taken" => Language.Choose("Is another product's.", "已被其他商品使用。"),
        "category" => Language.Choose("There is no such category.", "没有此分类。"),
        "required" => Language.Choose("Is required for a new product.", "新商品必须填写。"),
        _ => code,
    };
}
