namespace Shop.Users.Addresses.Countries;

/// <summary>Provinces, autonomous regions and municipalities, in the order in which China lists them. Hong Kong, Macao and Taiwan have codes of their own in ISO 3166-1.</summary>
static class ChineseProvinces
{
    public static IReadOnlyList<Region> All { get; } =
    [
        new("BJ", "Beijing", "北京市"),
        new("TJ", "Tianjin", "天津市"),
        new("HE", "Hebei", "河北省"),
        new("SX", "Shanxi", "山西省"),
        new("NM", "Inner Mongolia", "内蒙古自治区"),
        new("LN", "Liaoning", "辽宁省"),
        new("JL", "Jilin", "吉林省"),
        new("HL", "Heilongjiang", "黑龙江省"),
        new("SH", "Shanghai", "上海市"),
        new("JS", "Jiangsu", "江苏省"),
        new("ZJ", "Zhejiang", "浙江省"),
        new("AH", "Anhui", "安徽省"),
        new("FJ", "Fujian", "福建省"),
        new("JX", "Jiangxi", "江西省"),
        new("SD", "Shandong", "山东省"),
        new("HA", "Henan", "河南省"),
        new("HB", "Hubei", "湖北省"),
        new("HN", "Hunan", "湖南省"),
        new("GD", "Guangdong", "广东省"),
        new("GX", "Guangxi", "广西壮族自治区"),
        new("HI", "Hainan", "海南省"),
        new("CQ", "Chongqing", "重庆市"),
        new("SC", "Sichuan", "四川省"),
        new("GZ", "Guizhou", "贵州省"),
        new("YN", "Yunnan", "云南省"),
        new("XZ", "Tibet", "西藏自治区"),
        new("SN", "Shaanxi", "陕西省"),
        new("GS", "Gansu", "甘肃省"),
        new("QH", "Qinghai", "青海省"),
        new("NX", "Ningxia", "宁夏回族自治区"),
        new("XJ", "Xinjiang", "新疆维吾尔自治区"),
    ];
}
