namespace Shop.Catalog.Seed;

/// <summary>An artwork of the collection. <see cref="Code"/> is the part of the skus that names pattern, palette and number; <see cref="Articles"/> the codes of what it is printed on.</summary>
sealed record SeedDesign(string Code, string Studio, string NameEn, string NameZh, string StoryEn, string StoryZh, string Articles);

/// <summary>The collection, oldest drop first.</summary>
static class SeedDesigns
{
    const string Umi = "Studio Umi", Halden = "Halden & Rye", Common = "Common Shapes", Soleil = "Papier Soleil", Kiln = "Kiln Street",
        Linden = "Linden Works", Meridian = "Moss & Meridian", Herons = "Two Herons", Nord = "Atelier Nord";

    public static readonly SeedDesign[] All =
    [
        new("SEI-INK-01", Umi, "Harbour at Six", "六点的港湾", "Waves come in before the first ferry, row upon row, in every blue that the morning has.", "头班渡轮还没到，浪先一排排来了，清晨有多少种蓝，它就有多少种蓝。", "ART MUG PLT TWL CSH NBK TOT"),
        new("BAU-BAU-01", Common, "Weimar Playground", "魏玛游乐场", "Circles, quarters and bars that behave like children let out of school in 1923.", "圆、扇形与条纹，像1923年刚放学的孩子。", "ART CLK MUG CSH NBK CRD TEE"),
        new("HIL-DSK-01", Halden, "Last Light, Long Road", "长路余晖", "The hour when the hills turn violet and nobody in the car says a word.", "山色转紫的那一刻，车里没有人说话。", "ART MUG CSH THR LMP NBK TOT"),
        new("TER-CLY-01", Kiln, "Courtyard Floor", "庭院石地", "Drawn after a cool stone floor in Lecce, where the cat sleeps at noon.", "取自莱切一座庭院的石地，正午时猫总睡在上面。", "ART MUG PLT TWL CSH LMP NBK"),
        new("BOT-APR-01", Soleil, "Scissors & Noon", "剪刀与正午", "Leaves and stars cut freehand from painted paper, with the offcuts left where they fell.", "从颜色纸上随手剪下的叶与星，边角料落在哪儿就留在哪儿。", "ART MUG TWL CSH CRD TEE TOT"),
        new("MOO-NGT-03", Herons, "Thirteen Moons", "十三个月亮", "A year of nights on one sheet, from the thinnest sickle to the roundest lamp.", "一整年的夜晚都在这里，从最细的一弯到最圆的一盏。", "ART CLK MUG CSH THR NBK TEE"),
        new("FRU-CIT-01", Linden, "Lemon Season", "柠檬季", "For the three weeks when the whole market smells of peel.", "献给整个集市都飘着果皮香的那三个星期。", "ART MUG PLT TWL CSH CRD TOT"),
        new("TOP-SEA-01", Meridian, "Island Survey", "海岛测绘", "Contours of an island that is on no chart, measured with great care.", "一座海图上没有的岛，等高线却量得一丝不苟。", "ART CLK PLT THR LMP NBK TEE"),
        new("WEA-NRD-01", Nord, "Fjord Check", "峡湾格纹", "A check the colour of water, slate and driftwood, woven as broad as a hand.", "水色、石板色与浮木色，一掌宽地织在一起。", "MUG TWL CSH THR LMP NBK TOT"),
        new("VES-PLM-01", Kiln, "Still Life with Plum Jar", "梅瓶静物", "Seven pots from the studio shelf, holding still for once.", "工作室架上的几只罐子，难得这样安静。", "ART MUG PLT TWL CSH NBK CRD"),
        new("PHY-MNO-01", Common, "Sunflower Theorem", "向日葵定理", "Three hundred seeds, one angle, no mistakes.", "三百粒籽，一个角度，一粒不差。", "ART CLK MUG CSH NBK TEE TOT"),
        new("TRU-NGT-01", Common, "Night Ribbons", "夜行丝带", "One ribbon, as far as anyone can tell, that never finds its end.", "谁也说不清这条丝带的尽头在哪儿。", "ART MUG CSH THR LMP NBK TOT"),
        new("FAC-SEA-01", Meridian, "Glacier, Folded", "折叠的冰川", "Paper crumpled once, opened again, and found to be a glacier.", "一张纸揉皱又展开，原来是座冰川。", "ART CLK MUG CSH THR NBK TEE"),
        new("OPA-INK-01", Common, "Fisheye Blues", "鱼眼蓝调", "Look at it for a moment and it looks back, politely.", "看它一会儿，它也会礼貌地看着你。", "ART CLK MUG PLT CSH NBK TEE"),
        new("HIL-BLS-01", Herons, "Almond Blossom Valley", "杏花谷", "Pink to the horizon for nine days a year; we went on the eighth.", "一年里有九天粉到天边，我们是第八天去的。", "ART MUG PLT CSH LMP CRD TOT"),
        new("BAU-SEA-02", Nord, "Regatta", "帆船赛", "Sails, buoys and flags, tidied into squares by someone who loves order.", "帆、浮标与旗，被一个爱整齐的人归进了格子。", "ART MUG PLT TWL CSH NBK TEE"),
        new("SEI-CLY-02", Umi, "Terracotta Tide", "陶土潮汐", "The old wave pattern, fired in the colours of roof tiles.", "古老的青海波，烧成了屋瓦的颜色。", "ART PLT TWL CSH THR LMP NBK"),
        new("BOT-MOS-02", Linden, "Under the Ferns", "蕨影之下", "What you see when you lie on your back in the woods and nobody calls.", "躺在林子里、没人叫你的时候，抬头看见的样子。", "ART MUG TWL CSH LMP NBK TOT"),
        new("TER-NGT-02", Kiln, "Midnight Confetti", "午夜彩屑", "The floor of the ballroom, after.", "舞会散场后的地面。", "ART MUG PLT CSH CRD TEE TOT"),
        new("VES-APR-02", Soleil, "Apricot Afternoon", "杏色午后", "Jars in the low sun, and the shadow of someone about to come in.", "斜阳里的瓶罐，和一个正要进门的影子。", "ART MUG PLT TWL CSH LMP NBK"),
        new("MOO-FOR-02", Herons, "Owl Hours", "猫头鹰时刻", "The moon as the forest keeps it: green at the edges and in no hurry.", "森林里的月亮，边缘泛绿，不慌不忙。", "ART CLK MUG CSH THR NBK TOT"),
        new("FRU-BLS-02", Linden, "Pink Pear", "粉梨", "Pears from the tree behind the workshop, slightly flattered.", "工坊后院那棵梨树的果子，画得略微讨喜了些。", "MUG PLT TWL CSH NBK CRD TOT"),
        new("PHY-DSK-02", Soleil, "Dahlia Fire", "大丽花火", "A dahlia at the very end of summer, giving all it has left.", "夏末最后一朵大丽花，把剩下的都给了出来。", "ART PLT CSH THR LMP CRD TEE"),
        new("WEA-CIT-02", Linden, "Market Basket", "集市提篮", "The weave of a basket, and the colours of what came home in it.", "篮子的编法，和篮里带回家的颜色。", "MUG PLT TWL CSH THR NBK TOT"),
        new("TOP-DSK-05", Meridian, "Ember Canyon", "余烬峡谷", "Layers of cut paper that go down and down, to where the sun sets.", "一层层剪纸往下走，一直走到日落的地方。", "ART CLK MUG CSH LMP NBK TEE"),
        new("FAC-CLY-02", Halden, "Desert Origami", "沙漠折纸", "The dunes at four o'clock, simplified.", "下午四点的沙丘，化繁为简。", "ART MUG CSH THR LMP NBK TOT"),
        new("OPA-PLM-02", Common, "Sugar Plum Lens", "糖梅透镜", "A grid of sweets seen through the bottom of a glass.", "透过杯底看见的一盘糖果。", "ART CLK MUG CSH CRD TEE TOT"),
        new("TRU-CLY-02", Nord, "Garden Maze", "花园迷径", "Box hedges from above, with every way leading home.", "俯瞰的树篱迷宫，条条小径都通向家。", "ART PLT TWL CSH THR NBK TOT"),
        new("HIL-SEA-04", Nord, "Cold Lake Morning", "冷湖清晨", "The swim was short. The picture took all day.", "游泳只游了一会儿，画却画了一整天。", "ART MUG THR LMP NBK CRD TEE"),
        new("BOT-BAU-03", Soleil, "Paper Garden", "纸花园", "A garden for a windowless room, in four colours that never need water.", "给没有窗的房间一座花园，四种颜色，从不用浇水。", "ART MUG TWL CSH NBK CRD TOT"),
        new("SEI-FOR-03", Umi, "Dragon Pond", "龙池", "Carp scales, or waves, or roof tiles: the pond does not say.", "是鲤鳞，是波浪，还是屋瓦，池水不肯说。", "ART CLK MUG PLT CSH LMP TOT"),
        new("VES-NRD-03", Kiln, "Winter Shelf", "冬日陈列", "The quiet pots, the ones that sell last and stay longest.", "安静的那几只，最晚卖出，也留得最久。", "ART MUG PLT TWL CSH NBK CRD"),
        new("BAU-DSK-03", Common, "Tango for Squares", "方块探戈", "Two steps forward, a quarter turn, and hold.", "前进两步，转四分之一圈，停住。", "ART CLK CSH THR LMP NBK TEE"),
        new("TER-SEA-03", Kiln, "Tide Glass", "海玻璃", "Pieces of bottle that the sea spent forty years on.", "被海水打磨了四十年的瓶子碎片。", "ART MUG PLT TWL CSH LMP TOT"),
        new("FRU-NGT-03", Linden, "Orchard by Night", "夜果园", "Someone forgot to close the gate, and the moon got in.", "有人忘了关园门，月亮便进来了。", "ART MUG TWL CSH LMP CRD TOT"),
        new("PHY-MOS-03", Meridian, "Seedhead", "种穗", "What is left of a flower when it has thought of everything.", "一朵花把一切都想周全之后，留下的样子。", "ART CLK PLT CSH NBK TEE TOT"),
        new("WEA-BAU-03", Nord, "Loom No. 4", "四号织机", "The loom that squeaks, and the blanket it is forgiven for.", "这台织机会吱呀作响，但看在毯子的份上，大家都原谅了它。", "MUG TWL CSH THR LMP NBK TOT"),
        new("TOP-MNO-06", Meridian, "Fingerprint Hill", "指纹山", "A hill so familiar that it has your thumb's lines.", "熟悉得连纹路都像你的拇指。", "ART CLK MUG THR NBK CRD TEE"),
        new("MOO-DSK-03", Herons, "Desert Moonrise", "沙漠月升", "It rose behind the petrol station and made it beautiful.", "它从加油站背后升起，把加油站也照得很美。", "ART CLK MUG CSH THR CRD TEE"),
        new("HIL-FOR-03", Halden, "Fireside Ridge", "炉边山脊", "The view from the hut, if the hut had windows.", "假如小屋有窗，看出去便是这样。", "ART MUG CSH THR LMP NBK TOT"),
    ];
}
