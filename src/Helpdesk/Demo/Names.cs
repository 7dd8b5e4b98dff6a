namespace Helpdesk.Demo;

/// <summary>Invented people, so that one sample text comes from many of them.</summary>
static class Names
{
    static readonly string[] First =
    [
        "Aisha", "Alan", "Amir", "Anna", "Bethan", "Callum", "Carys", "Chidi", "Claire", "Daniel", "Deepa", "Duncan", "Eilidh", "Emma", "Farah", "Fergus",
        "Gareth", "Grace", "Hamza", "Hannah", "Imran", "Isla", "James", "Jaspreet", "Joanna", "Karen", "Kwame", "Leah", "Liam", "Lucy", "Magda", "Martin",
        "Meera", "Mohammed", "Niamh", "Nigel", "Olga", "Owen", "Paul", "Piotr", "Rachel", "Rhys", "Rosie", "Samir", "Sandra", "Sian", "Stuart", "Tanya",
        "Tom", "Usman", "Valerie", "Wei", "Yasmin", "Zoe",
    ];

    static readonly string[] Last =
    [
        "Abara", "Ashdown", "Baptiste", "Barrow", "Begum", "Birch", "Caldwell", "Chaudhry", "Clegg", "Cotterill", "Davies", "Dhillon", "Dunmore", "Ellwood",
        "Farrant", "Fenn", "Gallagher", "Gethin", "Goodall", "Hartigan", "Hussain", "Ives", "Jankowski", "Kaur", "Kershaw", "Langley", "Lowrie", "Mackay",
        "Mensah", "Morrow", "Nkemelu", "Oakes", "Okafor", "Parry", "Patterson", "Quayle", "Ramsden", "Rao", "Rowntree", "Sadler", "Sharma", "Sinclair",
        "Tancred", "Thorne", "Underhill", "Vaughan", "Wardle", "Whitlock", "Yeo", "Zielinski",
    ];

    public static (string First, string Last) Next(Random random) => (First[random.Next(First.Length)], Last[random.Next(Last.Length)]);
}
