package resume

import (
	"regexp"
	"strings"
)

var (
	placeForm  = regexp.MustCompile(`^\p{Lu}[\p{L}.'’ -]+(,\s*(\p{Lu}[\p{L}.'’ -]+|[A-Z]{2,3}))+$`)
	regionCode = regexp.MustCompile(`^(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]|AB|BC|MB|NB|NL|NS|ON|PE|QC|SK|USA?|UK|UAE|EU|NSW|QLD|VIC)(?: \d{4,6})?$`)
)

// regions are countries, their usual short forms and the states of the large
// federations (ISO 3166-1 and -2, English names and some native ones).
const regions = `|afghanistan|albania|algeria|andorra|angola|argentina|armenia|australia|austria|österreich|azerbaijan|bahamas|bahrain|bangladesh|barbados|belarus|belgium|belgique|belgië|belize|benin|bhutan|bolivia|bosnia and herzegovina|botswana|brazil|brasil|brunei|bulgaria|burkina faso|burundi|cambodia|cameroon|canada|chad|chile|china|colombia|congo|costa rica|croatia|cuba|cyprus|czech republic|czechia|denmark|danmark|dominican republic|ecuador|egypt|el salvador|estonia|eswatini|ethiopia|fiji|finland|france|gabon|gambia|germany|deutschland|ghana|greece|guatemala|guinea|guyana|haiti|honduras|hong kong|hungary|iceland|india|indonesia|iran|iraq|ireland|israel|italy|italia|ivory coast|jamaica|japan|jordan|kazakhstan|kenya|kosovo|kuwait|kyrgyzstan|laos|latvia|lebanon|lesotho|liberia|libya|liechtenstein|lithuania|luxembourg|macau|madagascar|malawi|malaysia|maldives|mali|malta|mauritania|mauritius|mexico|méxico|moldova|monaco|mongolia|montenegro|morocco|mozambique|myanmar|namibia|nepal|netherlands|the netherlands|nederland|new zealand|nicaragua|niger|nigeria|north macedonia|norway|norge|oman|pakistan|palestine|panama|papua new guinea|paraguay|peru|perú|philippines|poland|polska|portugal|qatar|romania|russia|rwanda|saudi arabia|senegal|serbia|seychelles|sierra leone|singapore|slovakia|slovenia|somalia|south africa|south korea|s. korea|s.korea|rep. of korea|republic of korea|korea|spain|españa|sri lanka|sudan|suriname|sweden|sverige|switzerland|schweiz|suisse|svizzera|syria|taiwan|tajikistan|tanzania|thailand|togo|trinidad and tobago|tunisia|turkey|türkiye|turkmenistan|uganda|ukraine|united arab emirates|united kingdom|great britain|england|scotland|wales|northern ireland|united states|united states of america|u.s.a.|u.s.|uruguay|uzbekistan|venezuela|vietnam|yemen|zambia|zimbabwe|alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|west virginia|wisconsin|wyoming|ontario|quebec|québec|british columbia|alberta|manitoba|saskatchewan|nova scotia|new brunswick|new south wales|victoria|queensland|western australia|south australia|tasmania|andhra pradesh|arunachal pradesh|assam|bihar|chhattisgarh|goa|gujarat|haryana|himachal pradesh|jharkhand|karnataka|kerala|madhya pradesh|maharashtra|manipur|meghalaya|mizoram|nagaland|odisha|punjab|rajasthan|sikkim|tamil nadu|telangana|tripura|uttar pradesh|uttarakhand|west bengal|bavaria|bayern|hessen|hesse|saxony|sachsen|baden-württemberg|nordrhein-westfalen|niedersachsen|brandenburg|thüringen|`

// cities are large ones (United Nations, World Urbanization Prospects 2018, and
// the capitals) and those where much is hired, without names that are also words.
const cities = `|london|paris|berlin|madrid|barcelona|rome|roma|milan|milano|turin|naples|vienna|wien|graz|zurich|zürich|geneva|genève|basel|bern|lausanne|munich|münchen|hamburg|cologne|köln|frankfurt|frankfurt am main|stuttgart|düsseldorf|dortmund|leipzig|dresden|nuremberg|nürnberg|hannover|bremen|karlsruhe|heidelberg|bonn|aachen|potsdam|amsterdam|rotterdam|the hague|utrecht|eindhoven|delft|brussels|bruxelles|antwerp|ghent|copenhagen|stockholm|gothenburg|malmö|oslo|bergen|helsinki|espoo|tallinn|riga|vilnius|warsaw|warszawa|krakow|kraków|wrocław|poznan|poznań|gdansk|gdańsk|prague|praha|brno|bratislava|budapest|bucharest|cluj-napoca|sofia|belgrade|zagreb|ljubljana|athens|istanbul|ankara|izmir|kyiv|kiev|lviv|kharkiv|minsk|moscow|saint petersburg|lisbon|lisboa|porto|valencia|seville|sevilla|bilbao|lyon|marseille|toulouse|lille|nantes|bordeaux|grenoble|strasbourg|dublin|cork|galway|belfast|edinburgh|glasgow|manchester|birmingham|leeds|bristol|liverpool|sheffield|oxford|nottingham|new york|new york city|nyc|brooklyn|san francisco|san jose|palo alto|mountain view|menlo park|cupertino|sunnyvale|santa clara|oakland|los angeles|san diego|sacramento|seattle|redmond|bellevue|portland|denver|boulder|austin|houston|dallas|san antonio|chicago|detroit|ann arbor|minneapolis|st. louis|kansas city|atlanta|miami|orlando|tampa|charlotte|raleigh|durham|washington|washington dc|washington d.c.|baltimore|philadelphia|pittsburgh|boston|princeton|new haven|salt lake city|phoenix|las vegas|toronto|ottawa|montreal|montréal|vancouver|calgary|edmonton|waterloo|mexico city|guadalajara|monterrey|bogotá|bogota|medellín|lima|santiago|buenos aires|são paulo|sao paulo|rio de janeiro|tokyo|osaka|kyoto|seoul|busan|beijing|shanghai|shenzhen|guangzhou|hangzhou|taipei|bangkok|hanoi|ho chi minh city|kuala lumpur|jakarta|manila|cebu|sydney|melbourne|brisbane|perth|adelaide|canberra|auckland|wellington|mumbai|bombay|delhi|new delhi|bangalore|bengaluru|hyderabad|chennai|madras|kolkata|calcutta|pune|ahmedabad|gurgaon|gurugram|noida|jaipur|lucknow|indore|bhopal|nagpur|surat|vadodara|kochi|coimbatore|mysore|mysuru|thiruvananthapuram|chandigarh|roorkee|kanpur|kharagpur|varanasi|patna|bhubaneswar|visakhapatnam|guwahati|karachi|lahore|islamabad|dhaka|colombo|kathmandu|dubai|abu dhabi|doha|riyadh|jeddah|tel aviv|jerusalem|haifa|amman|beirut|cairo|alexandria|lagos|abuja|nairobi|accra|kampala|kigali|addis ababa|johannesburg|cape town|pretoria|durban|casablanca|tunis|singapore|hong kong|tehran|baghdad|kabul|khartoum|dakar|harare|lusaka|tashkent|almaty|baku|yerevan|tbilisi|caracas|quito|havana|managua|montevideo|asunción|san salvador|tegucigalpa|guatemala city|santo domingo|port of spain|muscat|kuwait city|manama|damascus|mississauga|brampton|winnipeg|halifax|quebec city|columbus|indianapolis|jacksonville|fort worth|el paso|nashville|memphis|louisville|milwaukee|albuquerque|tucson|fresno|omaha|oklahoma city|tulsa|cleveland|cincinnati|new orleans|buffalo|rochester|richmond|honolulu|anchorage|boise|spokane|cardiff|leicester|coventry|newcastle|southampton|plymouth|cambridge|exeter|brighton|aberdeen|dundee|swansea|bologna|florence|firenze|palermo|genoa|genova|verona|padova|trieste|brescia|parma|salzburg|innsbruck|linz|bochum|essen|duisburg|mannheim|freiburg|münster|augsburg|kiel|rostock|erfurt|mainz|tübingen|jena|rennes|montpellier|reims|metz|brest|dijon|angers|zaragoza|málaga|granada|murcia|vigo|alicante|groningen|leiden|nijmegen|tilburg|maastricht|leuven|liège|bruges|gent|aarhus|odense|trondheim|stavanger|uppsala|lund|linköping|turku|tampere|oulu|łódź|katowice|lublin|szczecin|ostrava|debrecen|timișoara|iași|varna|plovdiv|thessaloniki|košice|`

// bracketRegion writes "Mioveni (Romania)" as "Mioveni, Romania".
func bracketRegion(s string) string {
	return regionBracket.ReplaceAllStringFunc(s, func(m string) string {
		if inner := strings.Trim(m, " ()"); isRegion(inner) && !regionCode.MatchString(inner) {
			return ", " + inner
		}
		return m
	})
}

var regionBracket = regexp.MustCompile(` \([^()]+\)`)

// isRegion tells a country or state.
func isRegion(s string) bool {
	s = strings.TrimSpace(s)
	return regionCode.MatchString(s) || s != "" && strings.Contains(regions, "|"+strings.ToLower(s)+"|")
}

// townCode is a town with its state and no comma between: "Mississauga ON".
var townCode = regexp.MustCompile(`^\p{Lu}\p{Ll}{3,}(?: \p{Lu}\p{Ll}+)? (?:A[KLRZ]|C[AOT]|FL|GA|I[ADL]|K[SY]|LA|M[INOT]|N[CDEHJMVY]|OH|RI|SC|T[NX]|UT|V[AT]|W[AIVY]|AB|BC|MB|NB|NS|ON|QC|SK|NSW|QLD|VIC)$`)

// knownPlace tells a town, state or country by its name.
func knownPlace(s string) bool {
	s = strings.TrimSpace(s)
	whole := s
	if i := strings.LastIndexByte(s, ' '); i > 0 && regionCode.MatchString(s[i+1:]) && !isRegion(s[:i]) { // "Chicago IL"
		s = s[:i]
	}
	return isRegion(s) || townCode.MatchString(whole) && !isTitle(whole) && !isOrg(whole) || s != "" && strings.Contains(cities, "|"+strings.ToLower(s)+"|")
}

// stateCode is a state that is also the short form of a degree: "Boston, MA".
var stateCode = regexp.MustCompile(`, M[ADES](?: \d{5})?$`)

// isPlace tells a place by its name or form: "Remote", "Pune", "Town, Region".
func isPlace(s string) bool {
	s = strings.Trim(s, " *_()")
	if placeWords.MatchString(s) || knownPlace(s) {
		return true
	}
	return placeForm.MatchString(s) && !isTitle(stateCode.ReplaceAllString(s, "")) && !isOrg(s) && len(s) < 60
}
